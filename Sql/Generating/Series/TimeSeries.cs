using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Literals;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Generating.Series;

/// <summary>
/// A series of times as PostgreSQL makes it: each value is the one before plus the step, on the session's calendar for days and
/// months. Steps of one sign that no calendar changes are left to DuckDB's table function; others are a recursive query.
/// </summary>
internal static class TimeSeries
{
    private const string Zero = "to_microseconds(0)";

    /// <summary>Something for FROM whose one column is s.v, of the series' own type.</summary>
    public static string Rows(BoundCall call, string[] arguments, GenerationState state)
    {
        var isInstant = PgTypes.BaseOf(call.Type) == PgTypes.TimestampTz;
        var step = (call.Arguments[2] as BoundConstant)?.Text is { } text ? IntervalConstant.Read(text) : (Interval?)null;
        if (step is { Months: 0, Days: 0, Microseconds: 0 }) throw Refusal.Of(SqlState.InvalidParameterValue, "step size cannot equal zero", -1);
        var isZoned = isInstant && !Times.IsUtc(state.Session.TimeZone) && step is not { Months: 0, Days: 0 };
        return isZoned || (step is { } known && IsMixed(known)) ? Recursive(arguments, isInstant, state) : Direct(call, arguments, isInstant, step is null);
    }

    private static bool IsMixed(Interval step) =>
        Math.Min(Math.Min(step.Months, step.Days), Math.Sign(step.Microseconds)) < 0 && Math.Max(Math.Max(step.Months, step.Days), Math.Sign(step.Microseconds)) > 0;

    private static string Direct(BoundCall call, string[] arguments, bool isInstant, bool isOpen)
    {
        string Bound(int i) => Finite(call.Arguments[i], isInstant ? $"make_timestamp(epoch_us({arguments[i]}))" : arguments[i]);
        var step = isOpen ? Uniform(SeriesRows.Step(arguments[2], Zero), arguments[2]) : arguments[2];
        var series = $"generate_series({Bound(0)}, {Bound(1)}, {step})";
        return isInstant ? $"(SELECT make_timestamptz(epoch_us(i.v)) AS v FROM {series} i(v)) s" : $"{series} s(v)";
    }

    private static string Finite(BoundExpression bound, string sql) =>
        bound is BoundConstant { Text: not ("infinity" or "-infinity") } ? sql
            : $"(CASE WHEN isinf({sql}) THEN {SqlText.Error("0A000", "a series of times without an end is not supported")} ELSE {sql} END)";

    private static string Uniform(string step, string interval)
    {
        var parts = $"datepart('year', {interval}) * 12 + datepart('month', {interval}), datepart('day', {interval}), "
            + $"datepart('hour', {interval}) * 3600000000 + datepart('minute', {interval}) * 60000000 + datepart('microsecond', {interval})";
        return $"(CASE WHEN least({parts}) < 0 AND greatest({parts}) > 0 THEN {SqlText.Error("0A000", "a series with a step of mixed signs is not supported")} ELSE {step} END)";
    }

    private static string Recursive(string[] arguments, bool isInstant, GenerationState state)
    {
        var (start, stop) = (arguments[0], arguments[1]);
        var step = SeriesRows.Step(arguments[2], Zero);
        var next = isInstant ? TimeArithmetic.Shift("p.v", "+", arguments[2], state) : $"(p.v + {arguments[2]})";
        string Holds(string value) => $"(CASE WHEN {step} > {Zero} THEN {value} <= {stop} ELSE {value} >= {stop} END)";
        return $"(WITH RECURSIVE p(v) AS (SELECT {start} WHERE {Holds(start)} UNION ALL SELECT n.v FROM (SELECT {next} AS v FROM p) n WHERE {Holds("n.v")}) SELECT p.v FROM p) s";
    }
}
