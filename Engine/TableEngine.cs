using Granary.Engine.BackgroundTasks;
using Granary.Engine.Delta;
using Granary.Engine.Flushing;
using Granary.Engine.Memtables;
using Granary.Engine.WriteAheadLog;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Query;
using Granary.Grains.Interfaces.Tables;
using Microsoft.Extensions.Logging;

namespace Granary.Engine;

/// <summary>
/// The storage of one table of one project: what its grain calls.
/// 1. Activation acquires the grain's write-ahead log, reads the Delta log, and replays what no snapshot holds.
/// 2. An append is admitted to memory, numbered, logged, and then visible in the tail.
/// 3. Flushes turn the tail into segments in the background; loads make segments directly.
/// 4. A scan takes snapshot and tail in one step.
/// Every member runs on the grain's turn: the task scheduler of the caller must run one continuation at a time, and there
/// are no locks. Only what never touches the state (encoding, uploads) runs elsewhere.
/// </summary>
/// <remarks>
/// Sequences, each at or above the next: appended (given a number), durable (in the log), applied (visible), committed (in the
/// snapshot, for each lane). A sequence is never given twice, and a replay starts behind the committed one of each lane.
/// </remarks>
public sealed partial class TableEngine : IAsyncDisposable
{
    private readonly TableEngineDependencies _dependencies;
    private readonly TimeProvider _time;
    private readonly IWriteAheadLog _log;
    private readonly ILogger _logger;
    private readonly TableEngineOptions _options;
    private readonly long _epoch;
    private readonly MemoryHolder _memory;
    private readonly MemoryHolder _loadMemory;
    private readonly TableState _state;
    private readonly DeltaLog _deltaLog;
    private readonly LogMaintenance _deltaMaintenance;
    private readonly SegmentUploader _uploader;
    private readonly TableCommitter _committer;
    private readonly TableFlusher _flusher;
    private readonly FlushTracker _tracker;
    private readonly AsyncSignal _flushSignal = new();
    private readonly ITimer _flushTimer;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _grainKey;
    private EngineStatus _status = EngineStatus.Inactive;
    private Task _flushLoop = Task.CompletedTask;

    internal TableEngine(TableId table, TableSchema schema, long epoch, TableStore store, TableEngineDependencies dependencies)
    {
        (_dependencies, _time, _log, _epoch) = (dependencies, dependencies.Time, dependencies.Log, epoch);
        (_logger, _options, _grainKey) = (dependencies.Logger, dependencies.Options, table.GrainKey);
        _memory = dependencies.Memory.Register(_flushSignal.Set);
        _loadMemory = dependencies.LoadMemory.Memory.Register(_flushSignal.Set);
        _state = new TableState(table, schema, upTo => _log.Release(_grainKey, _epoch, upTo), _memory, _time);
        var paths = store.Paths.ForTable(table);
        _deltaLog = new DeltaLog(store.Objects, paths, dependencies.LogCheckpoints, _options.DeltaLog, _time);
        _deltaMaintenance = new LogMaintenance(store.Objects, paths, dependencies.LogCheckpoints, _options.DeltaLog, _time);
        _uploader = new SegmentUploader(schema, paths, store.Objects, dependencies.SegmentWriter, dependencies.LocalSegments, _time);
        _lastAppends = new LastAppends(_time);
        _committer = new TableCommitter(_deltaLog, _state, _lastAppends, _time);
        _flusher = new TableFlusher(_state, _uploader, _committer, _time);
        _tracker = new FlushTracker(_state.Lanes, _options.Flush, _time);
        _flushTimer = _time.CreateTimer(_ => _flushSignal.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The table.</summary>
    public TableId Table => _state.Table;

    /// <summary>Whether an invariant was broken or an append's fate is unknown: deactivate the grain; its next activation replays from what is durable.</summary>
    public bool IsBroken => _status == EngineStatus.Broken;

    /// <summary>Whether loads are open, whose staged rows belong to this activation.</summary>
    public bool HasLoads => _loads.Count > 0;

    /// <summary>How the engine stands, for /status.</summary>
    public TableEngineStatus Describe() => new(
        Table, _state.Snapshot.Version, _state.Snapshot.FilesByPath.Count, _state.Lanes.Sum(lane => lane.RowCount),
        _state.Lanes.Sum(lane => lane.SizeInBytes), _state.Order.LastAppended, _state.Order.LastApplied, _tracker.FailureCount, _tracker.LastFailure);

    /// <summary>
    /// Acquires the write-ahead log, reads the Delta log, and only then replays the write-ahead log: what an older owner still
    /// let it forget is in the Delta log by then. Flushes meanwhile when the rows don't fit into memory. Then the
    /// engine serves. An engine that has thrown here is spent: make another.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ActivateAsync(CancellationToken cancellationToken)
    {
        if (_status == EngineStatus.Active) return;
        try
        {
            var lastSequence = await AcquireLogAsync(cancellationToken);
            _state.Install(await _deltaLog.LoadAsync(cancellationToken));
            if (_options.RemembersAppends && await _deltaLog.ReadAppendsAsync(_state.Snapshot, cancellationToken) is { } appends) _lastAppends.Read(appends);
            await ReplayAsync(lastSequence, cancellationToken);
        }
        catch (Exception exception)
        {
            await DeactivateAsync(CancellationToken.None);
            // what isn't known is a flush of older rows, not the call that waits for this activation
            if (exception is GranaryException { Kind: ErrorKind.OutcomeUnknown }) throw new GranaryException(ErrorKind.Unavailable, SqlState.IoError, exception.Message, exception);
            throw;
        }

        _status = EngineStatus.Active;
        _flushLoop = RunFlushesAsync();
        _flushSignal.Set();
    }

    /// <summary>What a query must read, fixed in this one step: each row is in exactly one segment or batch.</summary>
    /// <param name="request">What is wanted.</param>
    public TableScan OpenScan(TableScanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ThrowUnlessActive();
        var segments = SegmentPruning.Select(_state.Snapshot, request.Ranges)
            .ConvertAll(file => new SegmentReference(_deltaLog.Paths.FromRelative(file.Path), file.SizeInBytes, file.Statistics?.RowCount ?? -1));
        return new TableScan(Table, _state.Snapshot.Version, _state.Order.LastApplied, segments, _state.Tail());
    }

    /// <summary>
    /// Takes no more writes, flushes what there is, and leaves the memory. When the flush fails or is given up, the rows stay
    /// in the write-ahead log for the next activation.
    /// </summary>
    /// <param name="cancellationToken">Gives up flushing.</param>
    public async Task DeactivateAsync(CancellationToken cancellationToken)
    {
        if (_status == EngineStatus.Stopped) return;
        var wasActive = _status == EngineStatus.Active;
        _status = EngineStatus.Stopping;
        if (wasActive) await FlushAtEndAsync(cancellationToken);
        _status = EngineStatus.Stopped;
        await _stop.CancelAsync();
        _flushSignal.Set();
        await _flushLoop;
        await AbortAllLoadsAsync();
        await _spilling;
        await _logMaintenance;
        _log.Leave(_grainKey, _epoch);
        await _flushTimer.DisposeAsync();
        _memory.Dispose();
        _loadMemory.Dispose();
        _committer.Dispose();
        _stop.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(DeactivateAsync(CancellationToken.None));

    private async Task FlushAtEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _lastAppend.WaitAsync(cancellationToken);
            await FlushAllAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is GranaryException or OperationCanceledException)
        {
            LogLeftInLog(Table, exception);
        }
    }

    private async Task<long> AcquireLogAsync(CancellationToken cancellationToken) =>
        await _log.AcquireAsync(_grainKey, _epoch, cancellationToken) switch
        {
            WalAcquireResult.Acquired acquired => acquired.LastSequence,
            WalAcquireResult.Fenced fenced => throw Fenced(fenced.CurrentEpoch),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Brings back the rows that no snapshot holds, the lanes divided as when they were written.</summary>
    private async Task ReplayAsync(long lastSequence, CancellationToken cancellationToken)
    {
        var start = Math.Max(_state.Order.LastApplied, _state.Lanes.Min(_state.CommittedSequence));
        var records = 0;
        await foreach (var record in _log.ReadAsync(_grainKey, start, cancellationToken))
        {
            if (record.Epoch > _epoch) throw Fenced(record.Epoch);
            if (record.BatchId is { } id) _lastAppends.Remember(id, new AppendResult(record.Batches.Sum(batch => (long)batch.RowCount), record.Sequence));
            await ReplayAsync(record, cancellationToken);
            _state.Order.StartAfter(record.Sequence);
            _tracker.SealDue(isEverythingDue: false);
            while (_tracker.Next() is { } due) await _flusher.FlushOldestAsync(due, cancellationToken);
            records++;
        }

        _state.Order.StartAfter(Math.Max(lastSequence, _state.Lanes.Max(_state.CommittedSequence)));
        _state.Install(_state.Snapshot);
        if (records > 0) LogReplayed(Table, records, _state.Lanes.Sum(lane => lane.RowCount));
    }

    /// <summary>One record: memory for all of it first, so that no flush can come between its rows.</summary>
    private async Task ReplayAsync(WalRecord record, CancellationToken cancellationToken)
    {
        var parts = new List<(MemtableLane Lane, ColumnBatch Rows)>();
        foreach (var lane in _state.Lanes)
        {
            if (record.Sequence <= _state.CommittedSequence(lane)) continue;
            foreach (var batch in record.Batches)
                if (LaneSplit.Select(batch, _state.Schema.DateColumn, record.FirstHotDay, lane.Lane) is { } rows) parts.Add((lane, rows));
        }

        if (parts.Count == 0) return;
        var charge = Math.Min(parts.Sum(part => Memtable.ChargeFor(part.Rows)), _dependencies.Memory.MaxBytes);
        await MakeRoomAsync(charge, cancellationToken);
        // the first part carries the charge of all
        foreach (var (lane, rows) in parts)
        {
            lane.Append(rows, record.Sequence, charge);
            charge = 0;
        }
    }

    /// <summary>Takes memory; flushes what was replayed so far when there is none, since the log may hold more than memory does.</summary>
    private async Task MakeRoomAsync(long charge, CancellationToken cancellationToken)
    {
        while (!_memory.TryTake(charge))
        {
            _tracker.SealDue(isEverythingDue: true);
            if (_tracker.Next() is { } full)
            {
                await _flusher.FlushOldestAsync(full, cancellationToken);
                continue;
            }

            await _memory.TakeAsync(charge, cancellationToken);
            return;
        }
    }

    private void ThrowUnlessActive()
    {
        if (_status == EngineStatus.Active) return;
        if (_status == EngineStatus.Broken) throw new GranaryException(ErrorKind.Unavailable, SqlState.CannotConnectNow, $"table {Table} has stopped after an error and is being activated anew") { RetryAfter = TimeSpan.FromSeconds(1) };
        throw new GranaryException(ErrorKind.Unavailable, SqlState.CannotConnectNow, $"table {Table} is {(_status == EngineStatus.Inactive ? "starting" : "being moved or shut down")}") { RetryAfter = TimeSpan.FromSeconds(1) };
    }

    private GranaryException Fenced(long epoch) => new(ErrorKind.Fenced, $"table {Table} has a newer owner: epoch {epoch} over {_epoch}");

    private enum EngineStatus
    {
        Inactive = 0,
        Active = 1,
        Stopping = 2,
        Stopped = 3,
        Broken = 4,
    }
}
