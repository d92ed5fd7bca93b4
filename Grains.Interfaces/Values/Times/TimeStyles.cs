namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>What the settings `DateStyle` and `IntervalStyle` say about reading and writing times.</summary>
internal static class TimeStyles
{
    public static DateOrder OrderOf(string? dateStyle) => dateStyle?.Split(',')[^1].Trim() switch
    {
        "DMY" => DateOrder.DayMonthYear,
        "YMD" => DateOrder.YearMonthDay,
        _ => DateOrder.MonthDayYear,
    };

    public static IntervalStyle IntervalStyleOf(string? setting) => setting switch
    {
        "postgres_verbose" => IntervalStyle.PostgresVerbose,
        "sql_standard" => IntervalStyle.SqlStandard,
        "iso_8601" => IntervalStyle.Iso8601,
        _ => IntervalStyle.Postgres,
    };
}
