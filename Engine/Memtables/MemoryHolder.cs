namespace Granary.Engine.Memtables;

/// <summary>What one table holds of the ingest memory. Safe for concurrent use.</summary>
internal sealed class MemoryHolder(IngestMemory memory, Action flushWanted) : IDisposable
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Whether the table was asked to flush since it last did.</summary>
    public bool IsFlushWanted { get; private set; }

    public bool TryTake(long bytes)
    {
        if (!memory.TryTake(bytes)) return false;
        Interlocked.Add(ref _bytes, bytes);
        return true;
    }

    public async ValueTask TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        await memory.TakeAsync(bytes, cancellationToken);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Return(long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        memory.Return(bytes);
    }

    public void AskForFlush()
    {
        IsFlushWanted = true;
        flushWanted();
    }

    public void FlushBegun() => IsFlushWanted = false;

    /// <summary>Returns everything: the table leaves the silo.</summary>
    public void Dispose()
    {
        memory.Unregister(this);
        memory.Return(Interlocked.Exchange(ref _bytes, 0));
    }
}
