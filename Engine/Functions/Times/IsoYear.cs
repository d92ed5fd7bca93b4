using Granary.Grains.Interfaces.Values.Times;

namespace Granary.Engine.Functions.Times;

/// <summary>ISO 8601's years of whole weeks: date2isoyear (timestamp.c).</summary>
internal static class IsoYear
{
    /// <summary>The ISO year of a date and its day therein, from 0.</summary>
    /// <param name="year">The date's own year; the ISO year is at most one off.</param>
    /// <param name="days">Since 1970.</param>
    public static (long Year, long Day) Of(long year, long days)
    {
        var start = FirstDay(year);
        if (days < start) start = FirstDay(--year);
        // only the last weeks of a year can belong to the next
        if ((days - start) / 7 + 1 >= 52 && FirstDay(year + 1) is var next && days >= next)
        {
            start = next;
            year++;
        }

        return (year, days - start);
    }

    // the Monday of the week with 4 January
    private static long FirstDay(long year)
    {
        var fourth = CivilDate.ToDays(year, 1, 4);
        return fourth - ((fourth + 3) % 7 + 7) % 7;
    }
}
