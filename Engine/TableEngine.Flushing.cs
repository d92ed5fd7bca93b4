using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine;

/// <content>The background loop that flushes, one memtable after another.</content>
public sealed partial class TableEngine
{
    /// <summary>The longest time without a look at the log's and the memory's wishes while there are rows.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly List<FlushWaiter> _flushWaiters = [];
    private Task _spilling = Task.CompletedTask;
    private Task _logMaintenance = Task.CompletedTask;

    /// <summary>Flushes all rows appended before the call. Throws what the first attempt after the call throws.</summary>
    /// <param name="cancellationToken">Gives up waiting; the flush goes on.</param>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        ThrowUnlessActive();
        await FlushAllAsync(cancellationToken);
    }

    private async Task FlushAllAsync(CancellationToken cancellationToken)
    {
        if (_state.Lanes.All(lane => lane.IsEmpty)) return;
        var waiter = new FlushWaiter(_state.Order.LastApplied);
        _flushWaiters.Add(waiter);
        _flushSignal.Set();
        await waiter.Completion.Task.WaitAsync(cancellationToken);
    }

    private async Task RunFlushesAsync()
    {
        while (_status is not (EngineStatus.Stopped or EngineStatus.Broken))
        {
            await _flushSignal.WaitAsync();
            if (_status == EngineStatus.Stopped) return;
            // beside the flushes, which must not wait for a load's encoding
            if (_spilling.IsCompleted) _spilling = SpillLoadsAsync();
            await FlushDueAsync();
            ScheduleFlush();
        }
    }

    private async Task FlushDueAsync()
    {
        while (_status != EngineStatus.Stopped)
        {
            var isWanted = _flushWaiters.Count > 0 || _memory.IsFlushWanted || _log.ShouldFlush(_grainKey);
            if (_flushWaiters.Count == 0 && _tracker.UntilRetry() > TimeSpan.Zero) return;
            _tracker.SealDue(isWanted);
            _memory.FlushBegun();
            if (_tracker.Next() is not { } lane) return;
            var started = _time.GetTimestamp();
            var rows = lane.OldestSealed!.RowCount;
            using var span = EngineTracing.Flush(Table, rows);
            try
            {
                await _flusher.FlushOldestAsync(lane, _stop.Token);
            }
            catch (Exception exception)
            {
                if (_status == EngineStatus.Stopped) return;
                if (exception is InvalidOperationException)
                {
                    Break(exception);
                    return;
                }

                // rows and staged segments are kept; the store is left alone for a while
                _tracker.Failed(exception);
                span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, exception.Message);
                _dependencies.Instruments.FlushFailed();
                LogFlushFailed(Table, _tracker.FailureCount, exception);
                FailFlushWaiters(exception);
                return;
            }

            _tracker.Succeeded();
            _dependencies.Instruments.Flushed(rows, _time.GetElapsedTime(started));
            LogFlushed(Table, rows, _state.Snapshot.Version);
            CompleteFlushWaiters();
            MaintainLog();
        }
    }

    /// <summary>An invariant is broken or the log's content unknown: going on could make the damage durable.</summary>
    private void Break(Exception exception)
    {
        _status = EngineStatus.Broken;
        LogBroken(Table, exception);
        FailFlushWaiters(exception);
    }

    private void ScheduleFlush()
    {
        if (_status is EngineStatus.Stopped or EngineStatus.Broken) return;
        var next = _tracker.UntilNext();
        var pause = next is null ? Timeout.InfiniteTimeSpan : next < LongestPause ? next.Value : LongestPause;
        _flushTimer.Change(pause, Timeout.InfiniteTimeSpan);
    }

    private void CompleteFlushWaiters()
    {
        var first = _state.Lanes.Min(lane => lane.FirstSequence ?? long.MaxValue);
        foreach (var waiter in _flushWaiters.ToArray())
        {
            if (waiter.Sequence >= first) continue;
            _flushWaiters.Remove(waiter);
            waiter.Completion.TrySetResult();
        }
    }

    private void FailFlushWaiters(Exception exception)
    {
        foreach (var waiter in _flushWaiters) waiter.Completion.TrySetException(exception);
        _flushWaiters.Clear();
    }

    /// <summary>Writes a log checkpoint and clears old log objects when due, beside the flushes: its failure must not fail a commit.</summary>
    private void MaintainLog()
    {
        if (_logMaintenance.IsCompleted && _deltaMaintenance.IsLogCheckpointDue(_state.Snapshot)) _logMaintenance = MaintainLogAsync();
    }

    private async Task MaintainLogAsync()
    {
        var snapshot = _state.Snapshot;
        try
        {
            await Task.Run(() => _deltaMaintenance.WriteLogCheckpointAsync(snapshot, _stop.Token), _stop.Token);
            await Task.Run(() => _deltaMaintenance.ExpireAsync(_stop.Token), _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // the next owner's commits will make one
        }
        catch (Exception exception) when (exception is GranaryException or IOException)
        {
            LogMaintenanceFailed(Table, exception);
        }
    }

    /// <summary>Somebody who waits until all rows up to a sequence are committed.</summary>
    private sealed record FlushWaiter(long Sequence)
    {
        public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
