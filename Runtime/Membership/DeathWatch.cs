namespace Granary.Runtime.Membership;

/// <summary>
/// Finds members whose heart has stopped, from successive looks at the table. A heartbeat is overdue when it was the same at
/// all looks of a stretch of time, by this process's own clock that only goes forward: no two clocks are ever compared. A gap
/// between looks begins the stretch anew, since PostgreSQL may have been away for all: everybody gets the time to come back.
/// </summary>
internal sealed class DeathWatch(TimeSpan deadAfter, TimeSpan longestGap, TimeProvider time)
{
    private Dictionary<SiloAddress, (DateTime Heartbeat, long Since)> _seen = [];
    private long _lastLook = time.GetTimestamp();

    /// <summary>Takes a look into account and gives the members that are overdue.</summary>
    /// <param name="rows">The other members.</param>
    /// <param name="asked">When the look was sent; it was answered now.</param>
    public List<MemberRow> Look(IEnumerable<MemberRow> rows, long asked)
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_lastLook, now) > longestGap) _seen = [];
        _lastLook = now;
        var seen = new Dictionary<SiloAddress, (DateTime Heartbeat, long Since)>();
        var overdue = new List<MemberRow>();
        foreach (var row in rows)
        {
            var isSame = _seen.TryGetValue(row.Member.Address, out var before) && before.Heartbeat == row.HeartbeatAt;
            var since = isSame ? before.Since : now;
            seen.Add(row.Member.Address, (row.HeartbeatAt, since));
            // From the end of the first look to the beginning of this one: surely no longer than the heart has stood still.
            if (isSame && time.GetElapsedTime(since, asked) >= deadAfter) overdue.Add(row);
        }
        _seen = seen;
        return overdue;
    }
}
