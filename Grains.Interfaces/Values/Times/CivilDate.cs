namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>Days since 1970-01-01 and the proleptic Gregorian calendar, with year 0 for 1 BC.</summary>
internal static class CivilDate
{
    /// <summary>Days from Julian day 0 to 1970-01-01.</summary>
    public const int JulianDayOfEpoch = 2440588;

    /// <summary>Days from 1970-01-01 to 2000-01-01, where the wire's binary dates begin.</summary>
    public const int WireEpochDays = 10957;

    /// <summary>Microseconds from 1970 to 2000.</summary>
    public const long WireEpoch = WireEpochDays * Micros.PerDay;

    public static long ToDays(long year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = Math.DivRem(y >= 0 ? y : y - 399, 400).Quotient;
        var yearOfEra = y - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
    }

    public static (long Year, int Month, int Day) FromDays(long days)
    {
        var shifted = days + 719468;
        var era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
        var dayOfEra = (uint)(shifted - era * 146097);
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var shiftedMonth = (5 * dayOfYear + 2) / 153;
        var day = (int)(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
        var month = (int)(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
    }

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysInMonth(long year, int month) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };
}
