using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Values.Times;

namespace Granary.Engine.Functions.Times;

/// <summary>A local time, or an interval, taken apart as PostgreSQL's pg_tm is. Years before Christ are 0 and below.</summary>
internal readonly record struct BrokenTime
{
    public bool IsInterval { get; private init; }

    public long Year { get; private init; }

    public int Month { get; private init; }

    public int Day { get; private init; }

    public long Hour { get; private init; }

    public int Minute { get; private init; }

    public int Second { get; private init; }

    public int Microsecond { get; private init; }

    /// <summary>From 1; of an interval its days, months being 30.</summary>
    public long DayOfYear { get; private init; }

    /// <summary>0 is Sunday.</summary>
    public int Weekday { get; private init; }

    /// <summary>Days since 1970.</summary>
    public long Days { get; private init; }

    /// <summary>Seconds east of UTC.</summary>
    public int Offset { get; init; }

    /// <summary>The zone's short name, null without a zone.</summary>
    public string? Abbreviation { get; init; }

    public static BrokenTime Of(long microseconds)
    {
        var days = Micros.FloorDays(microseconds);
        var time = microseconds - days * Micros.PerDay;
        var (year, month, day) = CivilDate.FromDays(days);
        return OfClock(time) with
        {
            Year = year,
            Month = month,
            Day = day,
            Days = days,
            DayOfYear = days - CivilDate.ToDays(year, 1, 1) + 1,
            Weekday = (int)(((days + 4) % 7 + 7) % 7), // 1970-01-01 was a Thursday
        };
    }

    public static BrokenTime Of(Interval value)
    {
        var (year, month) = Math.DivRem(value.Months, 12);
        return OfClock(value.Microseconds) with
        {
            IsInterval = true,
            Year = year,
            Month = month,
            Day = value.Days,
            DayOfYear = value.Months * 30L + value.Days,
            Days = JulianDay(year, month, value.Days) - CivilDate.JulianDayOfEpoch,
        };
    }

    // date2j (datetime.c), which PostgreSQL asks for the day of an interval's fields too, whatever they are
    private static long JulianDay(int year, int month, int day)
    {
        (month, year) = month > 2 ? (month + 1, year + 4800) : (month + 13, year + 4799);
        var century = year / 100;
        return year * 365L - 32167 + year / 4 - century + century / 4 + 7834 * month / 256 + day;
    }

    private static BrokenTime OfClock(long time) => new()
    {
        Hour = time / Micros.PerHour,
        Minute = (int)(time / Micros.PerMinute % 60),
        Second = (int)(time / Micros.PerSecond % 60),
        Microsecond = (int)(time % Micros.PerSecond),
    };
}
