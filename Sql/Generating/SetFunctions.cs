using Granary.Sql.Catalog.Facts;
using Granary.Sql.Generating.Series;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;

namespace Granary.Sql.Generating;

/// <summary>Set-returning functions as lists, which unnest turns into rows.</summary>
internal static class SetFunctions
{
    /// <summary>The one whose rows may be without number.</summary>
    public const string GenerateSeries = "generate_series";

    // Lists of as many rows as DuckDB handles at once are in memory together, and not counted among a query's.
    private const int MaxListed = 100_000;

    public static string List(BoundCall call, ExpressionWriter writer, GenerationState state)
    {
        var arguments = call.Arguments.Select(writer.Sql).ToList();
        switch (call.Function.Name)
        {
            case "unnest" when PgTypes.ElementOf(PgTypes.BaseOf(call.Arguments[0].Type)) is not null || call.Arguments[0].Type.Oid is 22 or 30:
                return Flat(call.Arguments[0], arguments[0]);
            case GenerateSeries:
                return Series(call, arguments, state);
            case "generate_subscripts":
                return $"CAST((CASE WHEN {arguments[1]} = 1 THEN range(1, len({arguments[0]}) + 1) ELSE [] END) AS INTEGER[])";
            case "regexp_split_to_table" or "regexp_matches":
                return RegexFunctions.Write(call, arguments)!;
            case "string_to_table":
                return FunctionTemplates.Fill(FunctionTemplates.Find(PgFunctions.Named("string_to_array").First(f => f.Arguments.Length == arguments.Count))!, arguments, state);
            case "pg_partition_ancestors":
                return $"[{arguments[0]}]";
            case "unnest":
                return $"(CASE WHEN FALSE THEN [{arguments[0]}] ELSE [] END)";
            case "json_array_elements" or "jsonb_array_elements":
                return EngineFunctions.Call(EngineFunctions.JsonElements, arguments[0]);
            case "json_array_elements_text" or "jsonb_array_elements_text":
                return $"list_transform({EngineFunctions.Call(EngineFunctions.JsonElements, arguments[0])}, lambda j: pg_json_path_text(j, CAST([] AS VARCHAR[])))";
            case "json_object_keys" or "jsonb_object_keys":
                return EngineFunctions.Call(EngineFunctions.JsonKeys, arguments[0]);
            default:
                throw Refusal.Unsupported($"the function {call.Function} is not supported", call.Position);
        }
    }

    // PostgreSQL's unnest goes through all dimensions.
    private static string Flat(BoundExpression array, string sql)
    {
        for (var inner = array as BoundArray; inner is { Elements: [BoundArray next, ..] }; inner = next) sql = $"flatten({sql})";
        return sql;
    }

    private static string Series(BoundCall call, List<string> arguments, GenerationState state)
    {
        var type = PgTypes.BaseOf(call.Type);
        if (type.Oid is 20 or 23)
        {
            var step = arguments.Count > 2 ? SeriesRows.Step(arguments[2]) : "1";
            return Bounded($"(CAST({arguments[1]} AS HUGEINT) - {arguments[0]}) // {step}", $"CAST(generate_series({arguments[0]}, {arguments[1]}, {step}) AS {DuckTypes.Of(type)}[])");
        }
        if (type != PgTypes.Timestamp && (type != PgTypes.TimestampTz || !Times.IsUtc(state.Session.TimeZone)))
            throw Refusal.Unsupported($"generate_series of {TypeNames.Format(type)} is not supported here", call.Position, InFrom);
        var count = $"(epoch_us({arguments[1]}) - epoch_us({arguments[0]})) // epoch_us({SeriesRows.Step(arguments[2], "to_microseconds(0)")})";
        return type == PgTypes.Timestamp ? Bounded(count, $"generate_series({arguments[0]}, {arguments[1]}, {arguments[2]})")
            : Bounded(count, $"list_transform(generate_series({Times.ToLocal(arguments[0], state)}, {Times.ToLocal(arguments[1], state)}, {arguments[2]}), lambda t: {Times.ToInstant("t", state)})");
    }

    private const string InFrom = "Write it in FROM, where it may have any number of rows.";

    private static string Bounded(string count, string list) =>
        $"(CASE WHEN {count} >= {MaxListed} THEN {SqlText.Error("54000", $"generate_series can have at most {MaxListed} rows here; write it in FROM, where it may have any number")} ELSE {list} END)";
}
