using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>Up to 2,048 rows of a result, flat; their memory is gone when it is disposed.</summary>
internal sealed class DuckDbChunk(ChunkHandle handle) : IDisposable
{
    public int RowCount { get; } = (int)NativeMethods.ChunkSize(handle.DangerousGetHandle());

    public VectorReader Column(int index) => new(NativeMethods.ChunkVector(handle.DangerousGetHandle(), (ulong)index));

    public void Dispose() => handle.Dispose();
}
