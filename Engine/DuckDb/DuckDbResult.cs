using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>
/// The rows of one execution, computed while they are fetched. Until it is disposed its connection can run nothing else.
/// </summary>
internal sealed unsafe class DuckDbResult : IDisposable
{
    private readonly ResultHandle _handle;
    private readonly CancellationTokenRegistration _interruption;

    public DuckDbResult(ResultHandle handle, CancellationTokenRegistration interruption)
    {
        _handle = handle;
        _interruption = interruption;
        Columns = ReadColumns(handle);
    }

    public IReadOnlyList<DuckDbColumn> Columns { get; }

    public long RowsChanged => (long)NativeMethods.RowsChanged(_handle.Pointer);

    /// <summary>The next rows, or null after the last. Blocks the thread. The caller disposes the chunk.</summary>
    public DuckDbChunk? Fetch()
    {
        nint chunk = NativeMethods.FetchChunk(*_handle.Pointer);
        if (chunk != 0)
            return new DuckDbChunk(new ChunkHandle(chunk));

        byte* error = NativeMethods.ResultError(_handle.Pointer);
        if (error != null && *error != 0)
            throw Failure(_handle);

        return null;
    }

    public void Dispose()
    {
        // Waits for an interrupt under way, so that none can hit the connection's next statement.
        _interruption.Dispose();
        _handle.Dispose();
    }

    /// <summary>Reads the error of a failed execution.</summary>
    public static DuckDbException Failure(ResultHandle handle) =>
        new(NativeMethods.ResultErrorType(handle.Pointer), NativeMethods.Text(NativeMethods.ResultError(handle.Pointer)));

    private static DuckDbColumn[] ReadColumns(ResultHandle handle)
    {
        var columns = new DuckDbColumn[(int)NativeMethods.ColumnCount(handle.Pointer)];
        for (int column = 0; column < columns.Length; column++)
        {
            using LogicalTypeHandle type = NativeMethods.ColumnLogicalType(handle.Pointer, (ulong)column);
            columns[column] = new DuckDbColumn(
                NativeMethods.Text(NativeMethods.ColumnName(handle.Pointer, (ulong)column)), DuckDbType.Read(type));
        }

        return columns;
    }
}
