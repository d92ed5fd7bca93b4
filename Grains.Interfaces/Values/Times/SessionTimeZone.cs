using System.Globalization;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>A time zone as PostgreSQL knows them: a name of the IANA database, an offset, or a POSIX rule. Immutable.</summary>
internal sealed class SessionTimeZone
{
    public static readonly SessionTimeZone Utc = new("UTC", new ZoneHistory([], [0], ["UTC"], null));

    private readonly ZoneHistory _history;
    private ZoneRange _last;

    private SessionTimeZone(string name, ZoneHistory history)
    {
        Name = name;
        _history = history;
        _last = history.RangeAt(0);
    }

    /// <summary>The name as `SHOW TimeZone` gives it.</summary>
    public string Name { get; }

    /// <summary>Whether the zone has one offset for ever.</summary>
    public bool IsFixed => _history.RangeAt(0) is { Start: long.MinValue, End: long.MaxValue };

    /// <summary>The zone of a value of `SET TimeZone`: hours east, an IANA name in any case, or a POSIX rule; null when it is none.</summary>
    public static SessionTimeZone? Find(string name)
    {
        if (name == "UTC") return Utc;
        var trimmed = name.Trim();
        if (double.TryParse(trimmed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours))
            return Math.Abs(hours) > 167 ? null : OfOffset((int)(hours * 3600));
        return FindNamed(name);
    }

    /// <summary>The zone of a name within a timestamp's text: as <see cref="Find"/> without bare numbers.</summary>
    public static SessionTimeZone? FindNamed(string name)
    {
        if (ZoneFiles.TryRead(name) is var (canonical, history)) return new SessionTimeZone(canonical, history);
        return PosixRule.Parse(name) is { } rule
            ? new SessionTimeZone(name.ToUpperInvariant(), new ZoneHistory([], [rule.StandardOffset], [rule.StandardName], rule.HasDaylight ? rule : null))
            : null;
    }

    /// <summary>A zone of one offset, named as PostgreSQL names it: `&lt;+02&gt;-02`.</summary>
    public static SessionTimeZone OfOffset(int secondsEast)
    {
        var size = Math.Abs(secondsEast);
        var text = (size / 3600).ToString("00") + (size % 3600 == 0 ? "" : $":{size / 60 % 60:00}") + (size % 60 == 0 ? "" : $":{size % 60:00}");
        var name = secondsEast < 0 ? $"<-{text}>+{text}" : $"<+{text}>-{text}";
        return new SessionTimeZone(name, new ZoneHistory([], [secondsEast], [(secondsEast < 0 ? "-" : "+") + text], null));
    }

    /// <summary>Seconds east of UTC at a moment.</summary>
    /// <param name="microseconds">Since 1970 UTC.</param>
    public int OffsetAt(long microseconds) => RangeAt(Micros.FloorSeconds(microseconds)).Offset;

    /// <summary>The zone's short name at a moment: `CET`, `+05`.</summary>
    /// <param name="microseconds">Since 1970 UTC.</param>
    public string AbbreviationAt(long microseconds) => RangeAt(Micros.FloorSeconds(microseconds)).Abbreviation;

    /// <summary>Seconds east of UTC that a local time means. In the hour that is skipped the offset before it; in the hour that is repeated the one after.</summary>
    /// <param name="localSeconds">Since 1970, on the wall.</param>
    public int OffsetOfLocal(long localSeconds)
    {
        var before = RangeAt(localSeconds - 86400);
        if (before.End == long.MaxValue) return before.Offset;
        var after = RangeAt(before.End);
        var (beforeTime, afterTime) = (localSeconds - before.Offset, localSeconds - after.Offset);
        if (beforeTime < before.End && afterTime < before.End) return before.Offset;
        if (beforeTime > before.End && afterTime >= before.End) return after.Offset;
        return beforeTime > afterTime ? before.Offset : after.Offset;
    }

    // rows of one query lie close together: the range of the last one mostly holds the next
    private ZoneRange RangeAt(long seconds)
    {
        var last = _last;
        if (seconds >= last.Start && seconds < last.End) return last;
        return _last = _history.RangeAt(seconds);
    }
}
