using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Resolving;

/// <summary>Walks all expressions of a query, those of its subqueries included.</summary>
internal static class OuterColumns
{
    /// <summary>All columns that a query names anywhere; the caller tells its own from the outer ones.</summary>
    public static IEnumerable<BoundColumn> Of(ResolvedQuery query) => Expressions(query).SelectMany(e => e.SelfAndDescendants()).SelectMany(Columns);

    private static IEnumerable<BoundColumn> Columns(BoundExpression expression) => expression switch
    {
        BoundColumn column => [column],
        BoundSubquery subquery => Of(subquery.Query),
        _ => [],
    };

    /// <summary>The top expressions of a query and of the queries in its FROM and WITH.</summary>
    public static IEnumerable<BoundExpression> Expressions(ResolvedQuery query)
    {
        foreach (var cte in query.Ctes)
            if (cte.Query is { } inner)
                foreach (var expression in Expressions(inner))
                    yield return expression;
        foreach (var sort in query.OrderBy) yield return sort.Value;
        if (query.Limit is not null) yield return query.Limit;
        if (query.Offset is not null) yield return query.Offset;
        foreach (var expression in Expressions(query.Body)) yield return expression;
    }

    private static IEnumerable<BoundExpression> Expressions(BoundBody body) => body switch
    {
        BoundSelect select => select.Targets.Concat(select.From.SelectMany(Expressions)).Concat(select.GroupBy).Concat(select.DistinctOn)
            .Concat(select.Where is null ? [] : [select.Where]).Concat(select.Having is null ? [] : [select.Having]),
        BoundValues values => values.Rows.SelectMany(r => r),
        BoundSetOperation operation => Expressions(operation.Left).Concat(Expressions(operation.Right)),
        _ => [],
    };

    private static IEnumerable<BoundExpression> Expressions(BoundFrom from) => from switch
    {
        BoundJoin join => Expressions(join.Left).Concat(Expressions(join.Right)).Concat(join.Condition is null ? [] : [join.Condition]),
        SubqueryEntry subquery => Expressions(subquery.Query),
        FunctionEntry function => function.Functions.Select(f => f.Call),
        _ => [],
    };
}
