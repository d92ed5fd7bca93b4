using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Syntax;

namespace Granary.Sql.Generating;

/// <summary>Aggregates and window functions with the result types that PostgreSQL gives them.</summary>
internal sealed partial class ExpressionWriter
{
    /// <summary>The points of a percentile sketch: every thousandth.</summary>
    private static readonly string SketchPoints =
        "[" + string.Join(", ", Enumerable.Range(0, 1001).Select(i => (i / 1000m).ToString(System.Globalization.CultureInfo.InvariantCulture))) + "]";

    private Fragment Aggregate(BoundAggregate aggregate)
    {
        var filter = aggregate.Filter is null ? "" : $" FILTER (WHERE {Sql(aggregate.Filter)})";
        return AggregateCore(aggregate.Function, aggregate.Arguments, aggregate.DirectArguments, aggregate.IsStar, aggregate.IsDistinct, aggregate.OrderBy,
            filter, aggregate.Type, aggregate.Position);
    }

    private Fragment Window(BoundWindowCall call)
    {
        var filter = call.Filter is null ? "" : $" FILTER (WHERE {Sql(call.Filter)})";
        var over = $"{filter} OVER ({Definition(call.Window)})";
        if (call.Function.IsAggregate)
            return AggregateCore(call.Function, call.Arguments, [], call.IsStar, false, [], over, call.Type, call.Position);
        var arguments = call.Arguments.Select(Write).ToList();
        var scale = arguments.Count > 0 ? arguments[0].Scale : 0;
        var list = string.Join(", ", arguments.Select(a => a.Sql));
        return call.Function.Name switch
        {
            "row_number" or "rank" or "dense_rank" => $"CAST({call.Function.Name}(){over} AS BIGINT)",
            "percent_rank" or "cume_dist" => $"{call.Function.Name}(){over}",
            "ntile" => $"CAST(ntile({list}){over} AS INTEGER)",
            "lag" or "lead" or "first_value" or "last_value" or "nth_value" => new Fragment($"{call.Function.Name}({list}){over}", scale),
            _ => throw Refusal.Unsupported($"the window function {call.Function} is not supported", call.Position),
        };
    }

    private string Definition(BoundWindow window)
    {
        var parts = new List<string>();
        if (window.PartitionBy.Count > 0) parts.Add($"PARTITION BY {string.Join(", ", window.PartitionBy.Select(Comparand))}");
        if (window.OrderBy.Count > 0) parts.Add($"ORDER BY {SortList(window.OrderBy)}");
        if (window.Frame is { } frame)
        {
            var exclusion = frame.Exclusion switch
            {
                FrameExclusion.CurrentRow => " EXCLUDE CURRENT ROW",
                FrameExclusion.Group => " EXCLUDE GROUP",
                FrameExclusion.Ties => " EXCLUDE TIES",
                _ => "",
            };
            parts.Add($"{frame.Mode.ToString().ToUpperInvariant()} BETWEEN {Bound(frame.Start, window.StartOffset)} AND {Bound(frame.End, window.EndOffset)}{exclusion}");
        }
        return string.Join(" ", parts);
    }

    private string Bound(FrameBound bound, BoundExpression? offset) => bound.Kind switch
    {
        FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
        FrameBoundKind.UnboundedFollowing => "UNBOUNDED FOLLOWING",
        FrameBoundKind.CurrentRow => "CURRENT ROW",
        FrameBoundKind.OffsetPreceding => $"{Sql(offset!)} PRECEDING",
        _ => $"{Sql(offset!)} FOLLOWING",
    };

    private string SortList(IEnumerable<BoundSort> sorts) =>
        string.Join(", ", sorts.Select(s => $"{Comparand(s.Value)} {(s.Descending ? "DESC" : "ASC")} NULLS {(s.NullsFirst ? "FIRST" : "LAST")}"));

    private Fragment AggregateCore(PgFunction function, IReadOnlyList<BoundExpression> nodes, IReadOnlyList<BoundExpression> direct, bool isStar,
        bool isDistinct, IReadOnlyList<BoundSort> orderBy, string tail, PgType type, int position)
    {
        var arguments = nodes.Select(Write).ToList();
        var first = arguments.Count > 0 ? arguments[0] : new Fragment("*");
        var argumentType = nodes.Count > 0 ? PgTypes.BaseOf(nodes[0].Type) : PgTypes.Any;
        var distinct = isDistinct ? "DISTINCT " : "";
        var order = orderBy.Count > 0 && !function.IsOrderedSet ? $" ORDER BY {SortList(orderBy)}" : "";
        // What is made distinct was sorted for it.
        if (isDistinct && order.Length == 0 && function.Name is "string_agg" or "array_agg") order = $" ORDER BY {Comparand(nodes[0])} NULLS LAST";
        string Plain(string name, string? argument = null) => $"{name}({distinct}{argument ?? first.Sql}{order}){tail}";
        switch (function.Name)
        {
            case "count":
                return isStar ? $"count(*){tail}" : $"count({distinct}{(nodes[0] is BoundConstant ? "1" : Comparand(nodes[0]))}){tail}";
            case "sum" when argumentType.Oid is 21 or 23:
                return $"CAST({Plain("sum")} AS BIGINT)";
            case "sum" when argumentType == PgTypes.Int8:
                return new Fragment($"CAST({Plain("sum")} AS {DuckTypes.Decimal(-1, 0)})");
            case "sum" when argumentType == PgTypes.Numeric:
                return new Fragment(Plain("sum"), first.Scale);
            case "sum" when argumentType == PgTypes.Float4:
                return $"CAST({Plain("sum")} AS FLOAT)";
            case "sum" when argumentType == PgTypes.Interval:
                return IntervalSum(Plain, first.Sql);
            case "sum" when argumentType.Oid is 701:
                return Plain("sum");
            case "avg" when argumentType.Oid is 700 or 701:
                return Plain("avg");
            case "avg" when argumentType.IsNumeric:
                return NumericAverage(Plain("sum"), $"count({distinct}{first.Sql}){tail}");
            case "avg" when argumentType == PgTypes.Interval:
                return $"pg_interval_divide({IntervalSum(Plain, first.Sql)}, CAST(count({distinct}{first.Sql}){tail} AS DOUBLE))";
            case "min" or "max" when argumentType.IsString || argumentType.IsNumeric || argumentType.Category is 'D' or 'T' || argumentType.IsArray || argumentType == PgTypes.Oid:
                return new Fragment($"{function.Name}({first.Sql}){tail}", first.Scale);
            case "bool_and" or "every":
                return $"bool_and({first.Sql}){tail}";
            case "bool_or":
                return $"bool_or({first.Sql}){tail}";
            case "bit_and" or "bit_or" or "bit_xor" when argumentType.IsNumeric:
                return $"{function.Name}({first.Sql}){tail}";
            case "string_agg" when Constant(nodes[1]) is null && !(nodes[1] is BoundConstant):
                throw Refusal.Unsupported("string_agg with a separator that is not a constant is not supported", position, "Use array_agg and array_to_string.");
            case "string_agg" when argumentType.IsString:
                return $"string_agg({distinct}{arguments[0].Sql}, {arguments[1].Sql}{order}){tail}";
            case "array_agg":
                return new Fragment($"nullif(list({distinct}{first.Sql}{order}){tail}, [])", first.Scale);
            case "json_agg" or "jsonb_agg":
                return JsonAggregate(function.Name, first, nodes[0], distinct, order, tail, position);
            case "json_object_agg" or "jsonb_object_agg":
                return JsonObjectAggregate(function.Name, arguments, nodes, order, tail, position);
            case "stddev" or "stddev_samp" or "stddev_pop" or "variance" or "var_samp" or "var_pop":
                return Deviation(function.Name, first, argumentType, distinct, tail);
            case "corr" or "covar_pop" or "covar_samp" or "regr_avgx" or "regr_avgy" or "regr_count" or "regr_intercept" or "regr_r2" or "regr_slope" or "regr_sxx" or "regr_sxy" or "regr_syy":
                // Where one side doesn't vary there is none; DuckDB says NaN.
                return $"(CASE WHEN isnan(CAST({function.Name}({first.Sql}, {arguments[1].Sql}){tail} AS DOUBLE)) THEN NULL ELSE CAST({function.Name}({first.Sql}, {arguments[1].Sql}){tail} AS {DuckTypes.Of(type)}) END)";
            case "percentile_cont" or "percentile_disc" or "mode":
                return OrderedSet(function, nodes, direct, orderBy, tail, type, position);
            case "percentile_agg":
                return $"approx_quantile({first.Sql}, {SketchPoints}){tail}";
            case "approx_count_distinct":
                return $"approx_count_distinct({first.Sql}){tail}";
            case "first":
                return new Fragment($"arg_min({first.Sql}, {arguments[1].Sql}){tail}", first.Scale);
            case "last":
                return new Fragment($"arg_max({first.Sql}, {arguments[1].Sql}){tail}", first.Scale);
            default:
                throw Refusal.Unsupported($"the aggregate {function} is not supported", position);
        }
    }

    // Months, days and time are summed each by itself.
    private static string IntervalSum(Func<string, string?, string> sum, string value)
    {
        var months = sum("sum", $"(datepart('year', {value}) * 12 + datepart('month', {value}))");
        var time = sum("sum", $"(datepart('hour', {value}) * 3600000000 + datepart('minute', {value}) * 60000000 + datepart('microsecond', {value}))");
        return $"(to_months(CAST({months} AS INTEGER)) + to_days(CAST({sum("sum", $"datepart('day', {value})")} AS INTEGER)) + to_microseconds(CAST({time} AS BIGINT)))";
    }

    private static Fragment NumericAverage(string sum, string count) =>
        Open($"(CASE WHEN {count} > 0 THEN {Quotient(sum, count).Text} END)");

    private Fragment JsonAggregate(string name, Fragment first, BoundExpression node, string distinct, string order, string tail, int position)
    {
        var value = $"coalesce({JsonBuilding.Value(first, node.Type, this, position)}, 'null')";
        var joined = $"('[' || array_to_string(nullif(list({distinct}{value}{order}){tail}, []), ', ') || ']')";
        return name == "jsonb_agg" ? EngineFunctions.Call(EngineFunctions.JsonbNormalize, joined) : joined;
    }

    private Fragment JsonObjectAggregate(string name, List<Fragment> arguments, IReadOnlyList<BoundExpression> nodes, string order, string tail, int position)
    {
        var keys = $"list({JsonBuilding.KeyText(TextForm(arguments[0], nodes[0].Type, position))}{order}){tail}";
        var values = $"list({JsonBuilding.Value(arguments[1], nodes[1].Type, this, position)}{order}){tail}";
        var built = EngineFunctions.Call(EngineFunctions.JsonObject, $"nullif({keys}, [])", $"nullif({values}, [])");
        return name == "jsonb_object_agg" ? EngineFunctions.Call(EngineFunctions.JsonbNormalize, built) : built;
    }

    private static Fragment Deviation(string name, Fragment value, PgType type, string distinct, string tail)
    {
        var kind = name switch { "stddev" => "stddev_samp", "variance" => "var_samp", _ => name };
        if (type.Oid is 700 or 701) return $"{kind}({distinct}{value.Sql}){tail}";
        // Integers and numerics have exact sums, from which the engine computes as PostgreSQL does.
        var wide = $"CAST({value.Sql} AS {DuckTypes.Decimal(-1, value.Scale)})";
        var squares = $"(CAST({value.Sql} AS {DuckTypes.Decimal(-1, Math.Min(value.Scale, 9))}) * CAST({value.Sql} AS {DuckTypes.Decimal(-1, Math.Min(value.Scale, 9))}))";
        return Open(EngineFunctions.Call(EngineFunctions.NumericDeviation, $"count({distinct}{value.Sql}){tail}",
            $"CAST(sum({distinct}{wide}){tail} AS VARCHAR)", $"CAST(sum({distinct}{squares}){tail} AS VARCHAR)", $"'{kind}'"));
    }

    private Fragment OrderedSet(PgFunction function, IReadOnlyList<BoundExpression> nodes, IReadOnlyList<BoundExpression> direct, IReadOnlyList<BoundSort> orderBy,
        string tail, PgType type, int position)
    {
        var value = Write(nodes[0]);
        if (function.Name == "mode") return new Fragment($"mode({value.Sql} ORDER BY {SortList(orderBy)}){tail}", value.Scale);
        if (Fractions(direct[0]) is not { } fractions)
            throw Refusal.Unsupported($"{function.Name} with a fraction that is not a constant is not supported", position, "Write the fraction as a constant.");
        if (fractions.Any(f => f is < 0 or > 1))
            throw Refusal.Of("22003", "percentile value must be between 0 and 1", -1);
        // Descending order is the same points counted from the other end.
        if (orderBy[0].Descending)
            fractions = function.Name == "percentile_cont" ? [.. fractions.Select(f => 1 - f)]
                : throw Refusal.Unsupported("percentile_disc in descending order is not supported", position, "Order ascending and take 1 minus the fraction.");
        var list = fractions.Select(f => f.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var isArray = PgTypes.ElementOf(direct[0].Type) is not null;
        var name = function.Name == "percentile_cont" ? "quantile_cont" : "quantile_disc";
        if (function.Name == "percentile_cont" && nodes[0].Type == PgTypes.Interval)
            throw Refusal.Unsupported("percentile_cont of intervals is not supported", position, "Use extract(epoch from …).");
        var points = isArray ? $"[{string.Join(", ", list)}]" : list[0];
        return new Fragment($"CAST({name}({value.Sql}, {points}){tail} AS {DuckTypes.Of(type, -1, value.Scale)})", value.Scale);
    }

    private static List<decimal>? Fractions(BoundExpression direct)
    {
        if (direct is BoundCast { Path: not CastPath.Text, Operand: BoundArray inner }) return Fractions(inner);
        if (direct is BoundArray array)
        {
            var all = array.Elements.Select(Fractions).ToList();
            return all.TrueForAll(f => f is { Count: 1 }) ? [.. all.Select(f => f![0])] : null;
        }
        return Constant(direct) is { } text && decimal.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? [value] : null;
    }
}
