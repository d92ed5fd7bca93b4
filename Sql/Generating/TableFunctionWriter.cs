using Granary.Sql.Catalog.Facts;
using Granary.Sql.Generating.Series;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Generating;

/// <summary>Functions in FROM as subqueries: a series by itself as rows, others as lists that are unnested side by side.</summary>
internal sealed class TableFunctionWriter(GenerationState state, ExpressionWriter expressions)
{
    public string Write(FunctionEntry entry)
    {
        if (entry.Functions is [{ Call: BoundCall { Function.Name: SetFunctions.GenerateSeries } series }]) return Series(entry, series);
        var targets = new List<string>();
        var scales = new List<int>();
        foreach (var function in entry.Functions)
        {
            foreach (var (sql, scale) in Columns(function))
            {
                targets.Add($"{sql} AS c{targets.Count + 1}");
                scales.Add(scale);
            }
        }
        if (entry.WithOrdinality)
        {
            // The longest list decides how many rows there are.
            var lengths = string.Join(", ", entry.Functions.Select(f => Length(f)));
            targets.Add($"unnest(range(1, greatest({lengths}, 0) + 1)) AS c{targets.Count + 1}");
            scales.Add(0);
        }
        state.SetScales(entry, scales);
        return $"LATERAL (SELECT {string.Join(", ", targets)}) AS {QueryWriter.Alias(entry)}";
    }

    private string Series(FunctionEntry entry, BoundCall call)
    {
        var rows = new SeriesRows(expressions, state).Write(call, entry.WithOrdinality);
        state.SetScales(entry, [rows.Scale, 0]);
        return $"LATERAL ({rows.Sql}) AS {QueryWriter.Alias(entry)}";
    }

    private string Length(BoundTableFunction function) => function.Call is BoundCall { Function.ReturnsSet: true } call
        ? $"coalesce(len({SetFunctions.List(call, expressions, state)}), 0)"
        : "1";

    private (string Sql, int Scale)[] Columns(BoundTableFunction function)
    {
        if (function.Columns.Count == 1)
        {
            var fragment = expressions.Write(function.Call);
            return [(fragment.Sql, fragment.Scale)];
        }
        return SeveralColumns(function);
    }

    private (string Sql, int Scale)[] SeveralColumns(BoundTableFunction function)
    {
        if (function.Call is BoundCall call)
        {
            var arguments = call.Arguments.Select(expressions.Sql).ToList();
            var isText = call.Function.Name.EndsWith("_text", StringComparison.Ordinal);
            switch (call.Function.Name)
            {
                case "json_each" or "jsonb_each" or "json_each_text" or "jsonb_each_text":
                    var keys = EngineFunctions.Call(EngineFunctions.JsonKeys, arguments[0]);
                    var get = isText ? EngineFunctions.JsonFieldText : EngineFunctions.JsonField;
                    return [($"unnest({keys})", 0), ($"unnest(list_transform({keys}, lambda k: {EngineFunctions.Call(get, arguments[0], "k")}))", 0)];
                case "_pg_expandarray":
                    return [($"unnest({arguments[0]})", 0), ($"unnest(CAST(range(1, len({arguments[0]}) + 1) AS INTEGER[]))", 0)];
                case "aclexplode" or "pg_options_to_table":
                    return [.. function.Columns.Select(c => ($"unnest(CAST([] AS {DuckTypes.Of(c.Type)}[]))", 0))];
                case "pg_get_keywords":
                    return [.. Keywords(function)];
            }
        }
        throw Refusal.Unsupported("this function in FROM is not supported", function.Call.Position);
    }

    private static IEnumerable<(string Sql, int Scale)> Keywords(BoundTableFunction function)
    {
        var file = FactFile.Open("pg_get_keywords");
        var rows = Enumerable.Range(0, file.RowCount).Select(file.Row).ToList();
        for (var i = 0; i < function.Columns.Count; i++)
        {
            var column = i;
            var items = rows.Select(r => function.Columns[column].Type == PgTypes.Bool ? (r[column] == "t" ? "TRUE" : "FALSE") : SqlText.Literal(FactFile.Decode(r[column]) ?? ""));
            yield return ($"unnest([{string.Join(", ", items)}])", 0);
        }
    }
}
