using Granary.Engine.Delta;
using Granary.Engine.Delta.Actions;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Flushing;

/// <summary>
/// Stage 3 of a flush, and the end of a load: one commit at a time, each built on the snapshot of the moment. When another
/// writer was first, its snapshot is installed, which drops rows that are in already, and the commit is built anew from
/// what is left. Runs on the table's turn; the sending doesn't block it.
/// </summary>
internal sealed class TableCommitter(DeltaLog log, TableState state, LastAppends appends, TimeProvider time) : IDisposable
{
    private const int MaxConflicts = 100;
    private const int MaxSends = 6;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>Commits and installs the snapshot.</summary>
    /// <param name="operation">Delta's word for what is done.</param>
    /// <param name="build">The actions on top of the snapshot, or null when there is nothing left to do.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GranaryException"><c>OutcomeUnknown</c>: the commit may happen all the same. Any other kind: it won't.</exception>
    public async Task CommitAsync(string operation, Func<IReadOnlyList<DeltaAction>?> build, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        using var span = EngineTracing.Commit(state.Table, operation);
        try
        {
            for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
            {
                if (build() is not { } actions) return;
                switch (await SendAsync(log.Prepare(state.Snapshot, operation, WithTable(actions), appends.Write()), cancellationToken))
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

    /// <summary>Sends the same commit until its fate is known. Once it has been sent, every failure leaves it unknown.</summary>
    private async Task<CommitOutcome> SendAsync(PreparedCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var delay = FirstDelay;
        string? doubt = null;
        for (var sends = 0; sends < MaxSends; sends++)
        {
            try
            {
                if (sends > 0) await Task.Delay(delay, time, cancellationToken);
                var outcome = await log.CommitAsync(commit, cancellationToken);
                if (outcome is not CommitOutcome.Retryable retryable) return outcome;
                doubt = retryable.Reason;
            }
            catch (OperationCanceledException cancelled)
            {
                throw Unknown(doubt ?? "the wait for its answer was given up", cancelled);
            }
            catch (GranaryException refused) when (doubt is not null)
            {
                throw Unknown(doubt, refused);
            }

            if (sends > 0) delay *= 2;
        }

        throw Unknown(doubt!);
    }

    private static GranaryException Unknown(string why, Exception? cause = null) =>
        GranaryException.OutcomeUnknown($"a commit to the object store was sent, and whether it arrived can't be told: {why}", cause);

    /// <summary>The first commit of a table declares it.</summary>
    private IReadOnlyList<DeltaAction> WithTable(IReadOnlyList<DeltaAction> actions) => state.Snapshot.Version >= 0
        ? actions
        : [.. DeltaActions.CreateTable(state.Schema, Guid.CreateVersion7(time.GetUtcNow()).ToString(), time.GetUtcNow()), .. actions];
}
