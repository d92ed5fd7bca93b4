using System.Text;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Generating.Series;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Syntax;

namespace Granary.Sql.Generating;

/// <summary>A query's text and the scales of its numeric columns. Its columns are named c1, c2 and so on.</summary>
internal sealed record WrittenQuery(string Sql, int[] Scales)
{
    /// <summary>Which columns are PostgreSQL's text of the value: numerics of open scale, regclass and its kin.</summary>
    public bool[] AreTexts { get; init; } = new bool[Scales.Length];
}

/// <summary>Writes resolved queries as DuckDB text.</summary>
internal sealed class QueryWriter(GenerationState state)
{
    private readonly ExpressionWriter _expressions = new(state);

    public static string Alias(RangeEntry entry) => $"r{entry.Id}";

    /// <summary>A scan gives its columns by their names; everything else by position.</summary>
    public static string ColumnName(RangeEntry entry, int ordinal) =>
        entry is TableEntry ? SqlText.Identifier(entry.Columns[ordinal].Name) : $"c{ordinal + 1}";

    public WrittenQuery Write(ResolvedQuery query) => Write(query, isResult: false);

    /// <summary>The statement's own query, whose columns go to the client.</summary>
    public WrittenQuery WriteResult(ResolvedQuery query)
    {
        var isPlain = query.Body is BoundSelect { IsDistinct: false, DistinctOn.Count: 0 };
        if (isPlain || !query.Columns.Any(c => RegistryTexts.IsOne(c.Type))) return Write(query, isPlain);
        // Under DISTINCT or UNION the text would take part in the comparison: it is made around the query.
        var inner = Write(query);
        var columns = query.Columns.Select((c, i) => RegistryTexts.IsOne(c.Type) ? $"{RegistryTexts.Write(c.Type, $"q.c{i + 1}", state)} AS c{i + 1}" : $"q.c{i + 1}");
        return new WrittenQuery($"SELECT {string.Join(", ", columns)} FROM ({inner.Sql}) q", inner.Scales) { AreTexts = [.. query.Columns.Select(c => RegistryTexts.IsOne(c.Type))] };
    }

    private WrittenQuery Write(ResolvedQuery query, bool isResult)
    {
        var outer = state.MovedSets;
        state.MovedSets = [];
        try
        {
            return WriteInner(query, isResult);
        }
        finally
        {
            state.MovedSets = outer;
        }
    }

    private WrittenQuery WriteInner(ResolvedQuery query, bool isResult)
    {
        var texts = new bool[query.Columns.Count];
        var with = Ctes(query);
        var (body, scales) = query.Body switch
        {
            BoundSelect select => Select(select, isResult ? texts : null),
            BoundValues values => Values(values),
            BoundSetOperation operation => SetOperation(operation),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var sql = new StringBuilder(with).Append(body);
        if (query.OrderBy.Count > 0)
        {
            if (query.Body is BoundValues) sql = new StringBuilder(with).Append("SELECT * FROM (").Append(body).Append(") v");
            sql.Append(" ORDER BY ").Append(string.Join(", ", query.OrderBy.Select(s => Sort(s, query.Body, texts))));
        }
        if (query.WithTies) throw Refusal.Unsupported("FETCH … WITH TIES is not supported", -1, "Use rank() in a subquery.");
        if (query.Limit is not null) sql.Append(" LIMIT ").Append(RowCount(query.Limit, "2201W", "LIMIT"));
        if (query.Offset is not null) sql.Append(" OFFSET ").Append(RowCount(query.Offset, "2201X", "OFFSET"));
        return new WrittenQuery(sql.ToString(), scales) { AreTexts = texts };
    }

    private string RowCount(BoundExpression count, string sqlState, string clause)
    {
        if (ExpressionWriter.Constant(count) is { } text && long.TryParse(text, out var number)) return $"{number}";
        var sql = _expressions.Sql(count);
        return $"(CASE WHEN {sql} < 0 THEN {SqlText.Error(sqlState, $"{clause} must not be negative")} ELSE {sql} END)";
    }

    private string Ctes(ResolvedQuery query)
    {
        var written = query.Ctes.Where(c => c.Query is not null).Select(Cte).ToList();
        if (written.Count == 0) return "";
        return $"WITH {(query.Ctes.Any(c => c.IsRecursive) ? "RECURSIVE " : "")}{string.Join(", ", written)} ";
    }

    private string Cte(BoundCte cte)
    {
        if (cte.IsRecursive) state.SetScales(cte, [.. cte.Columns.Select(c => c.Type == PgTypes.Numeric ? DuckTypes.OpenScale : 0)]);
        var query = Write(cte.Query!);
        if (!cte.IsRecursive) state.SetScales(cte, query.Scales);
        var columns = string.Join(", ", Enumerable.Range(1, cte.Columns.Count).Select(i => $"c{i}"));
        var materialized = cte.Materialization switch
        {
            CteMaterialization.Materialized => "MATERIALIZED ",
            CteMaterialization.NotMaterialized => "NOT MATERIALIZED ",
            _ => "",
        };
        return $"w{cte.Id}({columns}) AS {materialized}({query.Sql})";
    }

    private (string Sql, int[] Scales) Select(BoundSelect select, bool[]? texts)
    {
        var from = string.Join(", ", select.From.Select(From).Concat(GroupedSets(select)).Concat(LoneSeries(select)));
        var sql = new StringBuilder("SELECT ");
        if (select.IsDistinct) sql.Append("DISTINCT ");
        else if (select.DistinctOn.Count > 0) sql.Append("DISTINCT ON (").Append(string.Join(", ", select.DistinctOn.Select(_expressions.Comparand))).Append(") ");
        var targets = select.Targets.Select((t, i) => Distinct(select, t, texts is null ? _expressions.Target(t) : _expressions.Result(t, out texts[i]))).ToList();
        sql.Append(targets.Count == 0 ? "NULL" : string.Join(", ", targets.Select((t, i) => $"{t.Sql} AS c{i + 1}")));
        if (from.Length > 0) sql.Append(" FROM ").Append(from);
        if (select.Where is not null) sql.Append(" WHERE ").Append(_expressions.Condition(select.Where));
        AppendGroupBy(select, sql);
        if (select.Having is not null) sql.Append(" HAVING ").Append(_expressions.Condition(select.Having));
        return (sql.ToString(), [.. targets.Select(t => t.Scale)]);
    }

    // Equal jsonb may have several texts; the function refuses those.
    private static Fragment Distinct(BoundSelect select, BoundExpression target, Fragment value) =>
        select.IsDistinct && target.Type == PgTypes.Jsonb ? value with { Sql = $"pg_jsonb_group({value.Sql})" } : value;

    // A set-returning group key is expanded before grouping: it becomes a lateral item of FROM.
    private List<string> GroupedSets(BoundSelect select)
    {
        var items = new List<string>();
        foreach (var call in select.GroupBy.SelectMany(k => k.SelfAndDescendants()).OfType<BoundCall>().Where(c => c.Function.ReturnsSet).DistinctBy(c => c.Key))
        {
            var name = state.NextName();
            items.Add($"LATERAL (SELECT {_expressions.Sql(call)} AS s) AS {name}");
            state.MovedSets[call.Key] = $"{name}.s";
        }
        foreach (var key in select.GroupBy.Where(k => PgTypes.BaseOf(k.Type) == PgTypes.Jsonb).DistinctBy(k => k.Key))
        {
            var name = state.NextName();
            items.Add($"LATERAL (SELECT pg_jsonb_group({_expressions.Sql(key)}) AS s) AS {name}");
            state.MovedSets[key.Key] = $"{name}.s";
        }
        return items;
    }

    // `SELECT generate_series(…)` without a FROM is written as if it stood there: as rows instead of as a list.
    private List<string> LoneSeries(BoundSelect select)
    {
        if (select.From.Count > 0 || select.IsAggregated || select.GroupBy.Count > 0 || select.DistinctOn.Count > 0) return [];
        var parts = select.Targets.SelectMany(t => t.SelfAndDescendants()).ToList();
        var sets = parts.OfType<BoundCall>().Where(c => c.Function.ReturnsSet).DistinctBy(c => c.Key).ToList();
        if (sets is not [{ Function.Name: SetFunctions.GenerateSeries } series] || parts.Exists(p => p is BoundAggregate or BoundWindowCall)) return [];
        var name = state.NextName();
        var rows = new SeriesRows(_expressions, state).Write(series, withOrdinality: false);
        if (rows.Scale > 0) return [];
        state.MovedSets[series.Key] = $"{name}.c1";
        return [$"LATERAL ({rows.Sql}) AS {name}"];
    }

    private void AppendGroupBy(BoundSelect select, StringBuilder sql)
    {
        if (select.GroupBy.Count == 0 && select.GroupingSets is null) return;
        sql.Append(" GROUP BY ");
        if (select.GroupingSets is { } sets)
            sql.Append("GROUPING SETS (").Append(string.Join(", ", sets.Select(s => $"({string.Join(", ", s.Select(i => GroupKey(select.GroupBy[i])))})"))).Append(')');
        else sql.Append(string.Join(", ", select.GroupBy.Select(GroupKey)));
    }

    // A bare constant in GROUP BY would be read as a position.
    private string GroupKey(BoundExpression key) => _expressions.Sql(key) is var sql && key is BoundConstant ? $"(({sql}))" : sql;

    private string Sort(BoundSort sort, BoundBody body, bool[] texts)
    {
        var direction = $"{(sort.Descending ? "DESC" : "ASC")} NULLS {(sort.NullsFirst ? "FIRST" : "LAST")}";
        if (sort.Value is BoundOutput output) return $"{output.Ordinal + 1} {direction}";
        if (body is BoundSelect select)
        {
            for (var i = 0; i < select.Targets.Count; i++)
                if (select.Targets[i].Key == sort.Value.Key)
                    return $"{(IsPlain(sort.Value.Type) && !texts[i] ? $"{i + 1}" : SortValue(sort.Value))} {direction}";
        }
        return $"{SortValue(sort.Value)} {direction}";
    }

    private static bool IsPlain(PgType type) => type != PgTypes.BpChar && type != PgTypes.Jsonb;

    private string SortValue(BoundExpression value) =>
        value is BoundConstant ? $"({_expressions.Sql(value)} || '')" : _expressions.Comparand(value);

    private (string Sql, int[] Scales) Values(BoundValues values)
    {
        var rows = values.Rows.Select(r => r.Select(_expressions.Write).ToList()).ToList();
        var scales = Enumerable.Range(0, values.Columns.Count).Select(i => rows.Max(r => r[i].Scale)).ToArray();
        for (var i = 0; i < scales.Length; i++)
            if (values.Columns[i] is { Typmod: < 0 } column && column.Type == PgTypes.Numeric && rows.Exists(r => r[i].Scale != scales[i] && !IsNull(values, rows.IndexOf(r), i)))
                throw ExpressionWriter.DifferentDigits(-1);
        var types = values.Columns.Select((c, i) => DuckTypes.Of(c.Type, c.Typmod, scales[i])).ToList();
        var texts = rows.Select(r => $"({string.Join(", ", r.Select((v, i) => $"CAST({v.Sql} AS {types[i]})"))})");
        var names = string.Join(", ", Enumerable.Range(1, values.Columns.Count).Select(i => $"c{i}"));
        return ($"SELECT * FROM (VALUES {string.Join(", ", texts)}) v({names})", scales);
    }

    private static bool IsNull(BoundValues values, int row, int column)
    {
        var value = values.Rows[row][column];
        while (value is BoundCast cast) value = cast.Operand;
        return value is BoundConstant { Text: null };
    }

    private (string Sql, int[] Scales) SetOperation(BoundSetOperation operation)
    {
        var (left, right) = (Write(operation.Left), Write(operation.Right));
        var scales = left.Scales.Zip(right.Scales, Math.Max).ToArray();
        for (var i = 0; i < scales.Length; i++)
            if (operation.Columns[i] is { Typmod: < 0 } column && column.Type == PgTypes.Numeric && left.Scales[i] != right.Scales[i]) throw ExpressionWriter.DifferentDigits(-1);
        var word = $"{operation.Operator.ToString().ToUpperInvariant()}{(operation.IsAll ? " ALL" : "")}";
        return ($"{Side(left, operation.Left, operation, scales)} {word} {Side(right, operation.Right, operation, scales)}", scales);
    }

    private string Side(WrittenQuery side, ResolvedQuery query, BoundSetOperation operation, int[] scales)
    {
        var columns = operation.Columns.Select((c, i) =>
        {
            var value = _expressions.CastText(new Fragment($"s.c{i + 1}", side.Scales[i]), query.Columns[i].Type, c.Type, -1);
            if (c.Type == PgTypes.Jsonb && !(operation.IsAll && operation.Operator == SetOperator.Union)) value = $"pg_jsonb_group({value.Sql})";
            return $"CAST({value.Sql} AS {DuckTypes.Of(c.Type, c.Typmod, scales[i])}) AS c{i + 1}";
        });
        return $"(SELECT {string.Join(", ", columns)} FROM ({side.Sql}) s)";
    }

    private string From(BoundFrom from)
    {
        switch (from)
        {
            case BoundJoin join:
                var (left, right) = (From(join.Left), From(join.Right));
                if (join.Condition is null && join.Kind is JoinKind.Cross or JoinKind.Inner) return $"({left} CROSS JOIN {right})";
                var condition = join.Condition is null ? "TRUE" : _expressions.Condition(join.Condition);
                var word = join.Kind switch { JoinKind.Left => "LEFT", JoinKind.Right => "RIGHT", JoinKind.Full => "FULL", _ => "INNER" };
                return $"({left} {word} JOIN {right} ON {condition})";
            case TableEntry table:
                state.SetScales(table, [.. table.Columns.Select(c => c.Type == PgTypes.Numeric && c.Typmod >= 0 ? Catalog.ColumnTypes.NumericParts(c.Typmod).Scale : 0)]);
                return $"{SqlText.ScanMark}{table.Scan}{SqlText.ScanMark} AS {Alias(table)}";
            case CteEntry cte:
                state.SetScales(cte, state.ScalesOf(cte.Cte));
                return $"w{cte.Cte.Id} AS {Alias(cte)}";
            case SubqueryEntry subquery:
                var written = Write(subquery.Query);
                state.SetScales(subquery, written.Scales);
                return $"{(subquery.IsLateral ? "LATERAL " : "")}({written.Sql}) AS {Alias(subquery)}";
            case FunctionEntry function:
                return new TableFunctionWriter(state, _expressions).Write(function);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
