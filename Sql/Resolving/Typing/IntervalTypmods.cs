using Granary.Grains.Interfaces.Values.Times;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving.Typing;

/// <summary>The modifiers of interval: which fields are kept, and how many digits of seconds.</summary>
internal static class IntervalTypmods
{
    public const int FullRange = 0x7fff;
    public const int FullPrecision = 0xffff;
    private const int Month = 1 << 1, Year = 1 << 2, Day = 1 << 3, Hour = 1 << 10, Minute = 1 << 11, Second = 1 << 12;

    private static readonly (IntervalFields Fields, int Mask, string Name)[] Known =
    [
        (IntervalFields.Year, Year, " year"),
        (IntervalFields.Month, Month, " month"),
        (IntervalFields.Day, Day, " day"),
        (IntervalFields.Hour, Hour, " hour"),
        (IntervalFields.Minute, Minute, " minute"),
        (IntervalFields.Second, Second, " second"),
        (IntervalFields.YearToMonth, Year | Month, " year to month"),
        (IntervalFields.DayToHour, Day | Hour, " day to hour"),
        (IntervalFields.DayToMinute, Day | Hour | Minute, " day to minute"),
        (IntervalFields.DayToSecond, Day | Hour | Minute | Second, " day to second"),
        (IntervalFields.HourToMinute, Hour | Minute, " hour to minute"),
        (IntervalFields.HourToSecond, Hour | Minute | Second, " hour to second"),
        (IntervalFields.MinuteToSecond, Minute | Second, " minute to second"),
    ];

    public static int Of(IntervalFields? fields, int? precision)
    {
        if (fields is null && precision is null) return -1;
        var mask = fields is null ? FullRange : Known.First(k => k.Fields == fields).Mask;
        return (mask << 16) | (precision ?? FullPrecision);
    }

    /// <summary>The last field: what a number without a unit counts.</summary>
    public static TimeUnit LastField(int typmod)
    {
        var mask = MaskOf(typmod);
        return (mask & Second) != 0 ? TimeUnit.Second
            : (mask & Minute) != 0 ? TimeUnit.Minute
            : (mask & Hour) != 0 ? TimeUnit.Hour
            : (mask & Day) != 0 ? TimeUnit.Day
            : (mask & Month) != 0 ? TimeUnit.Month
            : TimeUnit.Year;
    }

    public static bool IsMinuteToSecond(int typmod) => MaskOf(typmod) == (Minute | Second);

    private static int MaskOf(int typmod) => typmod < 0 ? FullRange : typmod >> 16 & FullRange;

    public static string NameOf(int mask) => Array.Find(Known, k => k.Mask == mask).Name ?? "";
}
