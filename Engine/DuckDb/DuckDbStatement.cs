using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>A prepared statement; one execution at a time.</summary>
internal sealed class DuckDbStatement(DuckDbConnection connection, PreparedHandle handle) : IDisposable
{
    public int ParameterCount { get; } = (int)NativeMethods.ParameterCount(handle);

    /// <summary>Binds a parameter, counted from 1.</summary>
    public void Bind(int index, ValueHandle value)
    {
        if (NativeMethods.BindValue(handle, (ulong)index, value) != NativeMethods.Success)
            throw new DuckDbException(DuckDbErrorType.ParameterNotAllowed, $"The statement has no parameter {index}.");
    }

    /// <summary>Forgets the parameters' values.</summary>
    public void ClearBindings() => NativeMethods.ClearBindings(handle);

    /// <summary>
    /// Runs the statement until its first rows are there; the rest is computed as it is fetched. Blocks the thread.
    /// A cancelled token interrupts the statement as long as the result is not disposed.
    /// </summary>
    public unsafe DuckDbResult Start(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int state = NativeMethods.PendingPreparedStreaming(handle, out PendingHandle pending);
        using (pending)
        {
            if (state != NativeMethods.Success)
                throw DuckDbException.FromText(NativeMethods.PendingError(pending));

            // Only now: DuckDB forgets an interrupt that comes before a statement has begun.
            CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
                static connection => ((DuckDbConnection)connection!).Interrupt(), connection);
            var result = new ResultHandle();
            if (NativeMethods.ExecutePending(pending, result.Pointer) == NativeMethods.Success)
                return new DuckDbResult(result, registration);

            registration.Dispose();
            using (result)
                throw DuckDbResult.Failure(result);
        }
    }

    public void Dispose() => handle.Dispose();
}
