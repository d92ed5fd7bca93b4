using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>The chunk that a scan fills: a vector for each column asked for.</summary>
internal readonly ref struct ScanChunk(nint chunk)
{
    /// <summary>How many rows fit.</summary>
    public const int Capacity = 2048;

    private readonly nint _chunk = chunk;

    public VectorWriter Column(int index) => new(NativeMethods.ChunkVector(_chunk, (ulong)index));
}
