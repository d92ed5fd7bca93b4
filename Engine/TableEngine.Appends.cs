using Granary.Engine.Memtables;
using Granary.Engine.WriteAheadLog;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;

namespace Granary.Engine;

/// <content>The way of a statement of up to 64 MiB: memory, log, tail.</content>
public sealed partial class TableEngine
{
    /// <summary>Statements of more bytes are encoded off the turn.</summary>
    private const long MaxEncodedOnTurn = 1 << 20;

    private readonly LastAppends _lastAppends;
    private Task _lastAppend = Task.CompletedTask;

    /// <summary>Appends rows, all or none. When the task completes they are durable and in every later scan.</summary>
    /// <param name="request">The rows; the engine owns the batches from now on.</param>
    /// <param name="cancellationToken">Gives up waiting for memory; once the log has the rows they stay.</param>
    /// <exception cref="GranaryException"><c>OutcomeUnknown</c>: the rows may be stored, all or none. Any other kind: they aren't.</exception>
    public Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ThrowUnlessActive();
        return request.BatchId is { } id
            ? _lastAppends.RunOnceAsync(id, () => AppendOnceAsync(request, cancellationToken))
            : AppendOnceAsync(request, cancellationToken);
    }

    private async Task<AppendResult> AppendOnceAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var size = AppendCheck.Check(_state.Schema, request.Batches);
        if (size > AppendRequest.MaxBytes)
            throw new GranaryException(ErrorKind.Exhausted, SqlState.ProgramLimitExceeded, $"an append takes at most {AppendRequest.MaxBytes:N0} bytes; larger statements are loads");
        if (request.RowCount == 0) return new AppendResult(0, _state.Order.LastApplied);

        var charge = request.Batches.Sum(Memtable.ChargeFor);
        await _memory.TakeAsync(charge + size, cancellationToken);
        try
        {
            var payload = size <= MaxEncodedOnTurn
                ? WalPayload.Encode(_grainKey, request.Batches, request.BatchId)
                : await Task.Run(() => WalPayload.Encode(_grainKey, request.Batches, request.BatchId), CancellationToken.None);
            return await LogAsync(request, charge, payload);
        }
        finally
        {
            // the encoded form is gone; the rows' own charge is the memtable's, or was returned on refusal
            _memory.Return(size);
        }
    }

    private async Task<AppendResult> LogAsync(AppendRequest request, long charge, WalPayload payload)
    {
        if (_status != EngineStatus.Active)
        {
            payload.Dispose();
            _memory.Return(charge);
            ThrowUnlessActive();
        }

        var place = _state.Order.Next();
        _lastAppend = place.Done;
        var firstHotDay = FirstHotDay();
        WalAppendResult outcome;
        try
        {
            outcome = await _log.AppendAsync(new WalEntry(_grainKey, _epoch, place.Sequence, firstHotDay, payload));
        }
        catch (Exception exception)
        {
            _memory.Return(charge);
            _ = _state.Order.Settle(place, apply: null);
            // only a replay can tell whether the log has the rows, and no flush may pass them by until then
            if (exception is GranaryException { Kind: ErrorKind.OutcomeUnknown }) Break(exception);
            throw;
        }

        if (outcome is not WalAppendResult.Appended)
        {
            _memory.Return(charge);
            _ = _state.Order.Settle(place, apply: null);
            throw Refusal(outcome);
        }

        var result = new AppendResult(request.RowCount, place.Sequence);
        await _state.Order.Settle(place, () =>
        {
            Apply(request.Batches, place.Sequence, firstHotDay, charge);
            // in the same step: a commit that holds the rows must also hold their id
            if (request.BatchId is { } id) _lastAppends.Remember(id, result);
        });
        _dependencies.Instruments.Appended(request.RowCount, charge);
        return result;
    }

    /// <summary>Makes a statement's rows visible, those of both lanes in this one step.</summary>
    private void Apply(IReadOnlyList<ColumnBatch> batches, long sequence, int firstHotDay, long charge)
    {
        var rest = charge;
        var isFlushWorthALook = false;
        foreach (var lane in _state.Lanes)
        {
            foreach (var batch in batches)
            {
                if (LaneSplit.Select(batch, _state.Schema.DateColumn, firstHotDay, lane.Lane) is not { } rows) continue;
                var share = Math.Min(rest, Memtable.ChargeFor(rows));
                rest -= share;
                isFlushWorthALook |= lane.Active is null;
                lane.Append(rows, sequence, share);
            }

            isFlushWorthALook |= lane.Active is { } active && (active.SizeInBytes >= _options.Flush.MaxBytes || active.RowCount >= _options.Flush.MaxRows);
        }

        if (rest > 0) _memory.Return(rest);
        if (isFlushWorthALook) _flushSignal.Set();
    }

    /// <summary>Rows dated before this day are late.</summary>
    private int FirstHotDay() =>
        (int)((_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerDay) - _options.Flush.HotDays;

    private GranaryException Refusal(WalAppendResult outcome) => outcome switch
    {
        WalAppendResult.Fenced fenced => Fenced(fenced.CurrentEpoch),
        WalAppendResult.Refused refused => new GranaryException(ErrorKind.Exhausted, SqlState.DiskFull, refused.Reason)
        {
            Hint = "Free space on the disk of the write-ahead log, or let the object store come back so that flushes free it.",
            RetryAfter = TimeSpan.FromSeconds(5),
        },
        WalAppendResult.Unavailable unavailable => new GranaryException(ErrorKind.Unavailable, SqlState.IoError, unavailable.Reason)
        {
            Hint = "Nothing was stored: the statement may be repeated.",
            RetryAfter = TimeSpan.FromSeconds(1),
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
