using Granary.Engine.Delta;
using Granary.Engine.Delta.Actions;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Flushing;

/// <summary>
/// Stage 3 of a flush, and the end of a load: one commit at a time, each built on the snapshot of the moment. When another
/// writer was first, its snapshot is installed, which drops rows that are in already, and the commit is built anew from
/// what is left. Runs on the table's turn; the sending doesn't block it.
/// </summary>
internal sealed class TableCommitter(DeltaLog log, TableState state, TimeProvider time) : IDisposable
{
    private const int MaxConflicts = 100;
    private const int MaxSends = 6;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>Commits and installs the snapshot.</summary>
    /// <param name="operation">Delta's word for what is done.</param>
    /// <param name="build">The actions on top of the snapshot, or null when there is nothing left to do.</param>
    /// <param name="cancellationToken">Gives up; the commit may happen all the same.</param>
    /// <exception cref="GranaryException"><c>Unavailable</c>: the commit may happen all the same.</exception>
    public async Task CommitAsync(string operation, Func<IReadOnlyList<DeltaAction>?> build, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        using var span = EngineTracing.Commit(state.Table, operation);
        try
        {
            for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
            {
                if (build() is not { } actions) return;
                switch (await SendAsync(log.Prepare(state.Snapshot, operation, WithTable(actions)), cancellationToken))
                {
                    case CommitOutcome.Committed committed:
                        state.Install(committed.Snapshot);
                        return;
                    case CommitOutcome.Conflict conflict:
                        state.Install(conflict.Newer);
                        break;
                    default:
                        throw new System.Diagnostics.UnreachableException();
                }
            }

            throw new GranaryException(ErrorKind.Unavailable, SqlState.IoError, $"table {state.Table} is being written by others so often that a commit found no place");
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>Sends the same commit until its fate is known.</summary>
    private async Task<CommitOutcome> SendAsync(PreparedCommit commit, CancellationToken cancellationToken)
    {
        var delay = FirstDelay;
        for (var sends = 1; ; sends++)
        {
            var outcome = await log.CommitAsync(commit, cancellationToken);
            if (outcome is not CommitOutcome.Retryable retryable) return outcome;
            if (sends == MaxSends)
                throw new GranaryException(ErrorKind.Unavailable, SqlState.IoError, $"a commit to the object store was sent, and whether it arrived can't be told: {retryable.Reason}");
            await Task.Delay(delay, time, cancellationToken);
            delay *= 2;
        }
    }

    /// <summary>The first commit of a table declares it.</summary>
    private IReadOnlyList<DeltaAction> WithTable(IReadOnlyList<DeltaAction> actions) => state.Snapshot.Version >= 0
        ? actions
        : [.. DeltaActions.CreateTable(state.Schema, Guid.CreateVersion7(time.GetUtcNow()).ToString(), time.GetUtcNow()), .. actions];
}
