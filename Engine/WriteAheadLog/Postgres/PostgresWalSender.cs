using System.Threading.Channels;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.WriteAheadLog.Postgres;

/// <summary>
/// One of the tasks that store records. Each round: take all that waits up to a group's size, store it with one statement,
/// answer. A group whose answer was lost is sent again, to the same slot, until its fate is known. Two of them work at once, so
/// that one group is on its way while the other waits for the disk.
/// </summary>
internal sealed class PostgresWalSender(
    ChannelReader<WalPending> queue, PostgresWalDatabase database, PostgresWalMaintenance maintenance, PostgresReachability reachability,
    WalOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private const string Closing = "the write-ahead log is being closed, and PostgreSQL can't be reached";

    private readonly List<WalPending> _group = [];
    private PostgresWalConnection? _connection;

    /// <summary>Runs until the queue ends and is empty, or the token gives up.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await queue.WaitToReadAsync(cancellationToken))
            {
                TakeGroup();
                if (_group.Count > 0) await StoreAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            RefuseWaiting(Closing);
        }
        finally
        {
            await CloseAsync();
        }
    }

    private void TakeGroup()
    {
        _group.Clear();
        long bytes = 0;
        while (queue.TryPeek(out var next) && (_group.Count == 0 || bytes + next.RecordLength <= options.MaxGroupBytes) && queue.TryRead(out next))
        {
            bytes += next.RecordLength;
            _group.Add(next);
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        var attempt = new Attempt(maintenance.CurrentSlot);
        try
        {
            while (!await TryStoreAsync(attempt, cancellationToken))
            {
                if (reachability.Refusal is { } reason) RefuseWaiting(reason);
                await Task.Delay(attempt.NextPause(), time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            if (attempt.MayBeStored) FailAll(OutcomeUnknown("the process is ending"));
            else CompleteAll(new WalAppendResult.Unavailable(Closing));
            throw;
        }
        catch (Exception bug)
        {
            FailAll(bug);
        }
    }

    /// <returns>Whether every record of the group is answered.</returns>
    private async Task<bool> TryStoreAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var isSent = false;
        try
        {
            _connection ??= await PostgresWalConnection.OpenAsync(database, cancellationToken);
            isSent = true;
            var epochs = await _connection.StoreAsync(_group, attempt.Slot, cancellationToken);
            reachability.Succeeded();
            await AnswerAsync(epochs, attempt.MayBeStored, cancellationToken);
            return true;
        }
        catch (Exception exception) when (PostgresFailure.IsExpected(exception) || exception is OperationCanceledException || exception is GranaryException)
        {
            _group.RemoveAll(pending => pending.Task.IsCompleted);
            attempt.MayBeStored |= isSent && !PostgresFailure.IsSurelyUndone(exception);
            await CloseAsync();
            if (exception is OperationCanceledException) throw;
            return TryGiveUp(attempt, exception);
        }
    }

    private async Task AnswerAsync(Dictionary<string, long> epochs, bool mayBeStored, CancellationToken cancellationToken)
    {
        foreach (var pending in _group)
        {
            var epoch = epochs.GetValueOrDefault(database.NameOf(pending.Entry.GrainKey));
            if (epoch == pending.Entry.Epoch) pending.Complete(WalAppendResult.Appended.Instance);
            else if (!mayBeStored) pending.Complete(new WalAppendResult.Fenced(epoch));
            else if (!pending.Task.IsCompleted) await AnswerFencedAsync(pending, epoch, cancellationToken);
        }
    }

    /// <summary>An earlier attempt may have stored the record before the epoch rose. No attempt can any more.</summary>
    private async Task AnswerFencedAsync(WalPending pending, long epoch, CancellationToken cancellationToken)
    {
        var (isStored, released) = await database.FindRecordAsync(pending.Entry, cancellationToken);
        if (isStored) pending.Complete(WalAppendResult.Appended.Instance);
        else if (released < pending.Entry.Sequence) pending.Complete(new WalAppendResult.Fenced(epoch));
        else pending.Fail(OutcomeUnknown($"epoch {epoch} has taken the grain over meanwhile"));
    }

    /// <returns>Whether the group is answered; else it is to be sent again.</returns>
    private bool TryGiveUp(Attempt attempt, Exception exception)
    {
        if (PostgresFailure.IsPassing(exception)) reachability.Failed(exception);
        if (attempt.MayBeStored) return false;
        if (PostgresFailure.IsDiskFull(exception)) CompleteAll(new WalAppendResult.Refused("the disk of the write-ahead log in PostgreSQL is full"));
        else if (!PostgresFailure.IsPassing(exception)) CompleteAll(new WalAppendResult.Unavailable($"PostgreSQL refused the write-ahead log's record: {exception.Message}"));
        else if (reachability.Refusal is { } reason) CompleteAll(new WalAppendResult.Unavailable(reason));
        else return false;
        return true;
    }

    /// <summary>What was never sent needn't wait for the fate of what was.</summary>
    private void RefuseWaiting(string reason)
    {
        while (queue.TryRead(out var pending)) pending.Complete(new WalAppendResult.Unavailable(reason));
    }

    private void CompleteAll(WalAppendResult result)
    {
        foreach (var pending in _group) pending.Complete(result);
    }

    private void FailAll(Exception exception)
    {
        foreach (var pending in _group) pending.Fail(exception);
    }

    private static GranaryException OutcomeUnknown(string why) =>
        GranaryException.OutcomeUnknown($"PostgreSQL's answer to the write-ahead log was lost, and {why}: whether the rows were stored is unknown");

    private async Task CloseAsync()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        await connection.DisposeAsync();
    }

    /// <summary>The tries of one group.</summary>
    private sealed class Attempt(int slot)
    {
        private TimeSpan _pause = FirstPause / 2;

        /// <summary>The same for all tries: the primary key tells a repetition only within a slot.</summary>
        public int Slot { get; } = slot;

        /// <summary>Whether a try was sent of which nobody said that it came to nothing.</summary>
        public bool MayBeStored { get; set; }

        public TimeSpan NextPause() => _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }
}
