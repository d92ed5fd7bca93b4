using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Generating.Series;

/// <summary>
/// generate_series as rows: DuckDB's table function makes them a chunk at a time, so that a series of any length has no size in
/// memory and a cancel ends it. Steps that it can't count are taken one after the other by a recursive query.
/// </summary>
internal sealed class SeriesRows(ExpressionWriter writer, GenerationState state)
{
    private const string InOrder = "";

    /// <summary>A query of the series' values as c1 and, when asked for, their ordinals as c2.</summary>
    public Fragment Write(BoundCall call, bool withOrdinality)
    {
        var arguments = call.Arguments.Select(writer.Write).ToList();
        var type = PgTypes.BaseOf(call.Type);
        string? Distance(string sql) => !withOrdinality ? null : IsAlone(call) ? InOrder : $"abs({sql})";
        return type.Oid switch
        {
            20 or 23 => Query(Integers(arguments), $"CAST(s.v AS {DuckTypes.Of(type)})", Distance($"CAST(s.v AS HUGEINT) - {arguments[0].Sql}")),
            1700 => Numerics(call, arguments, Distance),
            1114 or 1184 => Query(TimeSeries.Rows(call, [.. arguments.Select(a => a.Sql)], state), "s.v", Distance($"epoch_us(s.v) - epoch_us({arguments[0].Sql})")),
            _ => throw Refusal.Unsupported($"the function {call.Function} is not supported", call.Position),
        };
    }

    /// <summary>A step that is refused when it is zero.</summary>
    public static string Step(string step, string zero = "0") => $"(CASE WHEN {step} = {zero} THEN {SqlText.Error("22023", "step size cannot equal zero")} ELSE {step} END)";

    private static string Integers(List<Fragment> arguments) =>
        $"generate_series({arguments[0].Sql}, {arguments[1].Sql}{(arguments.Count > 2 ? $", {Step(arguments[2].Sql)}" : "")}) s(v)";

    // The distance from the first value numbers the rows: alone a series comes in its order, beside the rows that it depends on it need not.
    private static string Query(string source, string value, string? distance) => distance switch
    {
        null => $"SELECT {value} AS c1 FROM {source}",
        InOrder => $"SELECT {value} AS c1, row_number() OVER () AS c2 FROM {source}",
        _ => $"SELECT q.c1, row_number() OVER (ORDER BY q.d) AS c2 FROM (SELECT {value} AS c1, {distance} AS d FROM {source}) q",
    };

    private static bool IsAlone(BoundCall call) => call.SelfAndDescendants().All(e => e is BoundCall or BoundConstant or BoundCast or BoundParameter);

    // Numbers with digits after the point are counted in units of the last digit.
    private static Fragment Numerics(BoundCall call, List<Fragment> arguments, Func<string, string?> distance)
    {
        var (start, stepScale) = (arguments[0], arguments.Count > 2 ? arguments[2].Scale : 0);
        var unit = arguments.Max(a => a.Scale);
        if (unit > MaxScale || arguments.Exists(a => a.IsOpen || a.Text is not null) || start.Scale < stepScale)
        {
            throw Refusal.Unsupported("this generate_series of numeric is not supported", call.Position,
                "Write the first value with as many digits after the point as the step has, or use integers and divide.");
        }

        string Units(Fragment value) => $"CAST(replace(CAST(CAST({value.Sql} AS {DuckTypes.Decimal(-1, unit)}) AS VARCHAR), '.', '') AS BIGINT)";
        var units = arguments.Select(a => new Fragment(Units(a))).ToList();
        if (units.Count == 2) units.Add($"CAST(1{new string('0', unit)} AS BIGINT)");
        var source = Integers(units);
        var text = unit == 0 ? $"CAST(s.v AS {DuckTypes.Decimal(-1, 0)})"
            : $"CAST(CAST(s.v AS DECIMAL(19,0)) * CAST('0.{new string('0', unit - 1)}1' AS DECIMAL({unit},{unit})) AS {DuckTypes.Decimal(-1, start.Scale)})";
        return new Fragment(Query(source, text, distance($"CAST(s.v AS HUGEINT) - {Units(start)}")), start.Scale);
    }

    // 19 digits of a bigint and these fit into a decimal.
    private const int MaxScale = 18;
}
