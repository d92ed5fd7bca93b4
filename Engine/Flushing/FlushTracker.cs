using Granary.Engine.Memtables;

namespace Granary.Engine.Flushing;

/// <summary>
/// Stage 1 of a flush: decides which memtable is sealed and flushed next, and when to look again. Runs on the table's turn;
/// has no effects but sealing.
/// </summary>
internal sealed class FlushTracker(IReadOnlyList<MemtableLane> lanes, FlushOptions options, TimeProvider time)
{
    private int _failures;
    private long _retryAt;

    /// <summary>Why the last attempt failed, or null when it succeeded.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>The failed attempts since the last success.</summary>
    public int FailureCount => _failures;

    /// <summary>Seals what is due: by bytes, rows or age, or everything when asked.</summary>
    public void SealDue(bool isEverythingDue)
    {
        foreach (var lane in lanes)
            if (lane.Active is { } active && (isEverythingDue || IsDue(lane, active))) lane.Seal();
    }

    /// <summary>The lane whose oldest sealed memtable is flushed next, or null. The oldest rows go first, whatever their lane.</summary>
    public MemtableLane? Next()
    {
        MemtableLane? next = null;
        foreach (var lane in lanes)
        {
            if (lane.OldestSealed is not { } oldest) continue;
            if (next is null || oldest.FirstSequence < next.OldestSealed!.FirstSequence) next = lane;
        }

        return next;
    }

    /// <summary>How long until something is due or may be tried again; null when only an append can make it so.</summary>
    public TimeSpan? UntilNext()
    {
        if (_failures > 0) return UntilRetry();
        if (Next() is not null) return TimeSpan.Zero;
        TimeSpan? least = null;
        foreach (var lane in lanes)
        {
            if (lane.Active is not { } active) continue;
            var rest = IsDue(lane, active) ? TimeSpan.Zero : AgeOf(lane) - time.GetElapsedTime(active.CreatedAt);
            if (least is null || rest < least) least = rest;
        }

        return least < TimeSpan.Zero ? TimeSpan.Zero : least;
    }

    /// <summary>How long to leave the store alone after failures.</summary>
    public TimeSpan UntilRetry()
    {
        if (_failures == 0) return TimeSpan.Zero;
        var rest = time.GetElapsedTime(time.GetTimestamp(), _retryAt);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    public void Succeeded() => (_failures, LastFailure) = (0, null);

    public void Failed(Exception failure)
    {
        var factor = Math.Pow(2, Math.Min(_failures, 20));
        var delay = TimeSpan.FromTicks((long)Math.Min(options.MaxRetryDelay.Ticks, options.FirstRetryDelay.Ticks * factor));
        _failures++;
        _retryAt = time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);
        LastFailure = failure.Message;
    }

    private bool IsDue(MemtableLane lane, Memtable active) =>
        active.SizeInBytes >= options.MaxBytes || active.RowCount >= options.MaxRows
        || time.GetElapsedTime(active.CreatedAt) >= AgeOf(lane);

    private TimeSpan AgeOf(MemtableLane lane) => lane.Lane == RowLane.Hot ? options.HotAge : options.LateAge;
}
