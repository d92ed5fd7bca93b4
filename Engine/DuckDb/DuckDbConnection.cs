using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>
/// One session with a database, used by one caller at a time; only <see cref="Interrupt"/> may come from another thread.
/// Keeps the statements that it prepared, so that a repeated text is not planned again.
/// </summary>
internal sealed class DuckDbConnection : IDisposable
{
    private readonly LeastRecentlyUsed<DuckDbStatement> _statements;

    public DuckDbConnection(ConnectionHandle handle, int maxPreparedStatements)
    {
        Handle = handle;
        _statements = new LeastRecentlyUsed<DuckDbStatement>(maxPreparedStatements);
    }

    public ConnectionHandle Handle { get; }

    /// <summary>The prepared statement of this text; it belongs to the connection and is not disposed by the caller.</summary>
    public DuckDbStatement Prepare(string sql)
    {
        if (_statements.TryGet(sql, out DuckDbStatement? cached))
            return cached;

        DuckDbStatement statement = PrepareUncached(sql);
        _statements.Add(sql, statement);
        return statement;
    }

    /// <summary>Prepares a statement that the caller owns.</summary>
    public unsafe DuckDbStatement PrepareUncached(string sql)
    {
        int state = NativeMethods.Prepare(Handle, sql, out PreparedHandle prepared);
        if (state == NativeMethods.Success)
            return new DuckDbStatement(this, prepared);

        DuckDbException failure = DuckDbException.FromText(NativeMethods.PrepareError(prepared));
        prepared.Dispose();
        throw failure;
    }

    /// <summary>Runs one or more statements at once and returns the number of rows that the last one changed.</summary>
    public unsafe long Execute(string sql)
    {
        using var result = new ResultHandle();
        if (NativeMethods.Query(Handle, sql, result.Pointer) != NativeMethods.Success)
            throw DuckDbResult.Failure(result);

        return (long)NativeMethods.RowsChanged(result.Pointer);
    }

    /// <summary>Makes the statement that runs on this connection, if any, end soon with an interrupt error.</summary>
    public void Interrupt() => NativeMethods.Interrupt(Handle);

    public void Dispose()
    {
        _statements.Dispose();
        Handle.Dispose();
    }
}
