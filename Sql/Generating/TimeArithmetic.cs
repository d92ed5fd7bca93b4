using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Generating;

/// <summary>Sums and differences of dates, times and intervals.</summary>
internal static class TimeArithmetic
{
    public static string? Write(PgOperator op, string left, string right, GenerationState state)
    {
        var (l, r) = (op.Left!.Oid, op.Right.Oid);
        switch (op.Name, l, r)
        {
            case ("+" or "-", 1186, 1186):
                return $"({left} {op.Name} {right})";
            case ("*", 1186, 701):
                return $"pg_interval_multiply({left}, {right})";
            case ("*", 701, 1186):
                return $"pg_interval_multiply({right}, {left})";
            case ("/", 1186, 701):
                return $"pg_interval_divide({left}, {right})";
            case ("+" or "-", 1082, 23):
                return $"({left} {op.Name} {right})";
            case ("+", 23, 1082):
                return $"({right} + {left})";
            case ("-", 1082, 1082):
                return $"(CASE WHEN isinf({left}) OR isinf({right}) THEN {SqlText.Error("22008", "cannot subtract infinite dates")} ELSE CAST(({left} - {right}) AS INTEGER) END)";
            case ("+" or "-", 1082, 1186):
                return $"(CAST({left} AS TIMESTAMP) {op.Name} {right})";
            case ("+", 1186, 1082):
                return $"(CAST({right} AS TIMESTAMP) + {left})";
            case ("+", 1082, 1083):
                return $"(CAST({left} AS TIMESTAMP) + to_microseconds(epoch_us({right})))";
            case ("+", 1083, 1082):
                return $"(CAST({right} AS TIMESTAMP) + to_microseconds(epoch_us({left})))";
            case ("+" or "-", 1114, 1186):
                return $"({left} {op.Name} {right})";
            case ("+", 1186, 1114):
                return $"({right} + {left})";
            case ("+" or "-", 1184, 1186):
                return Shift(left, op.Name, right, state);
            case ("+", 1186, 1184):
                return Shift(right, "+", left, state);
            // Differences of instants are days and time; DuckDB's are time alone.
            case ("-", 1114, 1114) or ("-", 1184, 1184):
                return Difference(left, right);
            case ("-", 1114, 1184):
                return Difference(Times.ToInstant(left, state), right);
            case ("-", 1184, 1114):
                return Difference(left, Times.ToInstant(right, state));
            case ("-", 1083, 1083):
                return $"to_microseconds(epoch_us({left}) - epoch_us({right}))";
            case ("+" or "-", 1083, 1186):
                return $"CAST((TIMESTAMP '1970-01-01' + to_microseconds(epoch_us({left})) {op.Name} to_microseconds(epoch_us({right}) % 86400000000)) AS TIME)";
            default:
                return null;
        }
    }

    private static string Difference(string left, string right)
    {
        var micros = $"(epoch_us({left}) - epoch_us({right}))";
        return $"(CASE WHEN isinf({left}) OR isinf({right}) THEN {SqlText.Error("22008", "cannot subtract infinite timestamps")} ELSE to_days(CAST({micros} // 86400000000 AS INTEGER)) + to_microseconds({micros} % 86400000000) END)";
    }

    /// <summary>An instant and an interval: days and months are counted on the session's calendar, hours on the clock.</summary>
    public static string Shift(string instant, string sign, string interval, GenerationState state)
    {
        if (Times.IsUtc(state.Session.TimeZone)) return $"CAST((CAST({instant} AS TIMESTAMP) {sign} {interval}) AS TIMESTAMPTZ)";
        var calendar = $"(to_months(CAST(datepart('year', {interval}) * 12 + datepart('month', {interval}) AS INTEGER)) + to_days(CAST(datepart('day', {interval}) AS INTEGER)))";
        var clock = $"to_microseconds(CAST(datepart('hour', {interval}) * 3600000000 + datepart('minute', {interval}) * 60000000 + datepart('microsecond', {interval}) AS BIGINT))";
        var moved = Times.ToInstant($"({Times.ToLocal(instant, state)} {sign} {calendar})", state);
        return $"CAST((CAST({moved} AS TIMESTAMP) {sign} {clock}) AS TIMESTAMPTZ)";
    }
}
