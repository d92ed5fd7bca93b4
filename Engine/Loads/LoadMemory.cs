using Granary.Engine.Memtables;

namespace Granary.Engine.Loads;

/// <summary>
/// What the loads of a silo share: the memory for rows that are not encoded yet, and how many of them are being encoded.
/// Apart from the ingest memory, so that a large load can't stop small writes. Safe for concurrent use.
/// </summary>
internal sealed class LoadMemory(LoadOptions options, TimeProvider time)
{
    private int _encodingCount;

    public IngestMemory Memory { get; } = new(new IngestMemoryOptions { MaxBytes = options.MaxBytes, MaxWait = options.MaxWait }, time);

    /// <summary>Whether nobody would wait for another encoding.</summary>
    public bool HasIdleEncoder => Volatile.Read(ref _encodingCount) < options.MaxConcurrentSegments;

    /// <summary>The bytes of a day from which on it is encoded: the less memory is left, the fewer.</summary>
    public long SpillBytes => Math.Min(options.SegmentBytes, (options.MaxBytes - Memory.UsedBytes) / 2);

    public void EncodingBegan() => Interlocked.Increment(ref _encodingCount);

    public void EncodingEnded() => Interlocked.Decrement(ref _encodingCount);
}
