namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>A POSIX time zone rule: `CET-1CEST,M3.5.0,M10.5.0/3`. Offsets are kept in seconds east, the opposite of how POSIX writes them.</summary>
internal sealed record PosixRule(int StandardOffset, int DaylightOffset, PosixRule.Moment? Start, PosixRule.Moment? End)
{
    // what PostgreSQL takes when a rule names a summer time without saying when: that of the United States
    private const string DefaultMoments = ",M3.2.0,M11.1.0";

    public required string StandardName { get; init; }

    public required string DaylightName { get; init; }

    public bool HasDaylight => Start is not null;

    /// <summary>Reads a rule; null when the text is none.</summary>
    public static PosixRule? Parse(string text)
    {
        var at = 0;
        if (ReadName(text, ref at) is not { } standardName || ReadOffset(text, ref at) is not { } standard) return null;
        if (at == text.Length) return new PosixRule(-standard, -standard, null, null) { StandardName = standardName, DaylightName = standardName };
        if (ReadName(text, ref at) is not { } daylightName) return null;
        var daylight = -standard + 3600;
        if (at < text.Length && text[at] != ',')
        {
            if (ReadOffset(text, ref at) is not { } written) return null;
            daylight = -written;
        }

        if (at == text.Length)
        {
            text = DefaultMoments;
            at = 0;
        }

        var start = Moment.Read(text, ref at);
        var end = Moment.Read(text, ref at);
        return start is null || end is null || at != text.Length ? null : new PosixRule(-standard, daylight, start, end) { StandardName = standardName, DaylightName = daylightName };
    }

    /// <summary>The range of one offset that holds a moment.</summary>
    public ZoneRange RangeAt(long seconds)
    {
        var year = CivilDate.FromDays(Math.DivRem(seconds, 86400).Quotient).Year;
        var changes = new (long At, int Offset, string Name)[8];
        for (var i = 0; i < 4; i++)
        {
            var start = (At: Start!.InYear(year - 2 + i) - StandardOffset, Offset: DaylightOffset, Name: DaylightName);
            var end = (At: End!.InYear(year - 2 + i) - DaylightOffset, Offset: StandardOffset, Name: StandardName);
            (changes[2 * i], changes[2 * i + 1]) = start.At <= end.At ? (start, end) : (end, start);
        }

        var index = changes.Length - 1;
        while (index > 0 && changes[index].At > seconds) index--;
        return new ZoneRange(changes[index].At, index + 1 < changes.Length ? changes[index + 1].At : long.MaxValue, changes[index].Offset, changes[index].Name);
    }

    private static string? ReadName(string text, ref int at)
    {
        var from = at;
        if (at < text.Length && text[at] == '<')
        {
            var close = text.IndexOf('>', at);
            if (close < 0) return null;
            at = close + 1;
            return at - from > 3 ? text[(from + 1)..close] : null;
        }

        // as PostgreSQL, which takes names of any length
        while (at < text.Length && !char.IsAsciiDigit(text[at]) && text[at] is not (',' or '-' or '+')) at++;
        return at > from ? text[from..at] : null;
    }

    private static int? ReadOffset(string text, ref int at)
    {
        var sign = 1;
        if (at < text.Length && text[at] is '+' or '-') sign = text[at++] == '-' ? -1 : 1;
        return ReadClock(text, ref at) is { } seconds ? sign * seconds : null;
    }

    private static int? ReadClock(string text, ref int at)
    {
        if (ReadNumber(text, ref at, 0, 167) is not { } hours) return null;
        var seconds = hours * 3600;
        foreach (var unit in (ReadOnlySpan<int>)[60, 1])
        {
            if (at >= text.Length || text[at] != ':') break;
            at++;
            if (ReadNumber(text, ref at, 0, 59) is not { } part) return null;
            seconds += part * unit;
        }

        return seconds;
    }

    private static int? ReadNumber(string text, ref int at, int min, int max)
    {
        var (from, value) = (at, 0);
        while (at < text.Length && char.IsAsciiDigit(text[at]) && value <= max) value = value * 10 + (text[at++] - '0');
        return at > from && value >= min && value <= max ? value : null;
    }

    /// <summary>When in a year the clock is changed: `M3.5.0/2`, `J60`, `59`.</summary>
    internal sealed record Moment(char Kind, int Month, int Week, int Day, int Clock)
    {
        public static Moment? Read(string text, ref int at)
        {
            if (at >= text.Length || text[at++] != ',' || at >= text.Length) return null;
            var kind = text[at] is 'M' or 'J' or 'm' or 'j' ? char.ToUpperInvariant(text[at++]) : 'N';
            int month = 0, week = 0;
            if (kind == 'M')
            {
                if (ReadNumber(text, ref at, 1, 12) is not { } m || !Skip(text, ref at, '.')) return null;
                if (ReadNumber(text, ref at, 1, 5) is not { } w || !Skip(text, ref at, '.')) return null;
                (month, week) = (m, w);
            }

            if (ReadNumber(text, ref at, kind == 'J' ? 1 : 0, kind == 'M' ? 6 : 365 + (kind == 'J' ? 1 : 0)) is not { } day) return null;
            var clock = 7200;
            if (Skip(text, ref at, '/'))
            {
                if (ReadOffset(text, ref at) is not { } written) return null;
                clock = written;
            }

            return new Moment(kind, month, week, day, clock);
        }

        /// <summary>Local seconds since 1970.</summary>
        public long InYear(long year)
        {
            if (Kind == 'N') return (CivilDate.ToDays(year, 1, 1) + Day) * 86400 + Clock;
            if (Kind == 'J') return (CivilDate.ToDays(year, 1, 1) + Day - 1 + (Day >= 60 && CivilDate.IsLeap(year) ? 1 : 0)) * 86400 + Clock;
            var first = CivilDate.ToDays(year, Month, 1);
            var weekday = (int)(((first + 4) % 7 + 7) % 7); // 1970-01-01 was a Thursday
            var day = (Day - weekday + 7) % 7 + 7 * (Week - 1);
            if (day >= CivilDate.DaysInMonth(year, Month)) day -= 7;
            return (first + day) * 86400 + Clock;
        }

        private static bool Skip(string text, ref int at, char letter)
        {
            if (at >= text.Length || text[at] != letter) return false;
            at++;
            return true;
        }
    }
}
