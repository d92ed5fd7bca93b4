using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Resolves WITH: each expression sees those before it, a recursive one also itself.</summary>
internal sealed class CteResolver(StatementState state, Scope scope)
{
    public IReadOnlyList<BoundCte> Resolve(WithClause with)
    {
        var ctes = new List<BoundCte>();
        foreach (var expression in with.Expressions)
        {
            if (scope.Ctes.ContainsKey(expression.Name))
                throw Refusal.Of("42712", $"WITH query name \"{expression.Name}\" specified more than once", expression.Position);
            if (expression.Search is not null || expression.Cycle is not null)
                throw Refusal.Unsupported("SEARCH and CYCLE are not supported", expression.Position, "Keep a path array in the recursive query and test it yourself.");
            if (expression.Statement is not SelectStatement select)
                throw Refusal.Unsupported("data-modifying statements in WITH are not supported", expression.Statement.Position, "Run the statements one after another.");
            ctes.Add(with.IsRecursive && select.Query.Body is SetOperation { Operator: SetOperator.Union } union && CteReferences.Has(union.Right, expression.Name)
                ? Recursive(expression, select.Query, union)
                : Plain(expression, select.Query));
        }
        return ctes;
    }

    private BoundCte Plain(CommonTableExpression expression, Query query)
    {
        var bound = new QueryResolver(state).Resolve(query, scope);
        var cte = new BoundCte(state.NextCte(), expression.Name)
        {
            Materialization = expression.Materialization,
            Query = bound,
            Columns = Rename(expression, bound.Columns),
        };
        scope.Ctes.Add(expression.Name, cte);
        return cte;
    }

    // The first branch gives the columns; the second is resolved with them in place of the name.
    private BoundCte Recursive(CommonTableExpression expression, Query query, SetOperation union)
    {
        if (query.OrderBy.Count > 0 || query.Limit is not null || query.With is not null)
            throw Refusal.Of(SqlState.FeatureNotSupported, "ORDER BY, LIMIT and WITH around a recursive query are not implemented", query.Position);
        var resolver = new QueryResolver(state);
        var start = resolver.Resolve(union.Left, scope);
        var cte = new BoundCte(state.NextCte(), expression.Name)
        {
            Materialization = expression.Materialization,
            IsRecursive = true,
            Columns = Rename(expression, start.Columns),
        };
        scope.Ctes.Add(expression.Name, cte);
        var step = resolver.Resolve(union.Right, scope, keepUnknown: true);
        var body = resolver.Combine(union, start, step);
        for (var i = 0; i < body.Columns.Count; i++)
            if (body.Columns[i].Type != start.Columns[i].Type)
                throw Refusal.Of(SqlState.DatatypeMismatch,
                    $"recursive query \"{expression.Name}\" column {i + 1} has type {TypeNames.Format(start.Columns[i].Type)} in non-recursive term but type {TypeNames.Format(body.Columns[i].Type)} overall",
                    expression.Position, "Cast the output of the non-recursive term to the correct type.");
        cte.Query = new ResolvedQuery { Body = body };
        return cte;
    }

    private static IReadOnlyList<OutputColumn> Rename(CommonTableExpression expression, IReadOnlyList<OutputColumn> columns)
    {
        if (expression.Columns.Count > columns.Count)
            throw Refusal.Of(SqlState.InvalidColumnReference,
                $"WITH query \"{expression.Name}\" has {columns.Count} columns available but {expression.Columns.Count} columns specified", expression.Position);
        return [.. columns.Select((c, i) => i < expression.Columns.Count ? c with { Name = expression.Columns[i] } : c)
            .Select(c => c.Type == PgTypes.Unknown ? c with { Type = PgTypes.Text } : c)];
    }
}

/// <summary>Whether a query names a common table expression in its FROM lists.</summary>
file static class CteReferences
{
    public static bool Has(Query query, string name) =>
        (query.With?.Expressions.Any(c => c.Statement is SelectStatement s && Has(s.Query, name)) ?? false) || Has(query.Body, name);

    private static bool Has(QueryBody body, string name) => body switch
    {
        SelectBody select => select.From.Any(f => Has(f, name)),
        SetOperation operation => Has(operation.Left, name) || Has(operation.Right, name),
        _ => false,
    };

    private static bool Has(FromItem item, string name) => item switch
    {
        TableReference table => table.Name.Parts.Count == 1 && table.Name.Name == name,
        SubqueryReference subquery => Has(subquery.Query, name),
        JoinReference join => Has(join.Left, name) || Has(join.Right, name),
        _ => false,
    };
}
