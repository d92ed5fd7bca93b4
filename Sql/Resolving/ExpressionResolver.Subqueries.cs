using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Subqueries inside expressions.</summary>
internal sealed partial class ExpressionResolver
{
    private BoundExpression Subquery(Expression expression) => expression switch
    {
        ScalarSubquery scalar => Scalar(scalar),
        ArraySubquery array => ArrayOf(array),
        ExistsExpression exists => new BoundSubquery(SubqueryKind.Exists, Inner(exists, exists.Query), PgTypes.Bool, exists.Position),
        InSubqueryExpression membership => Membership(membership),
        QuantifiedSubqueryComparison comparison => Quantified(comparison.Value, comparison.Operator.Symbol, comparison.Quantifier == Quantifier.Any,
            comparison.Query, comparison),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private ResolvedQuery Inner(Expression node, Query query)
    {
        if (place is ExpressionPlace.Values && scope.Items.Count > 0) return new QueryResolver(state).Resolve(query, scope);
        var bound = new QueryResolver(state).Resolve(query, scope);
        state.Subqueries[node] = bound;
        return bound;
    }

    private BoundSubquery Scalar(ScalarSubquery scalar)
    {
        var query = OneColumn(Inner(scalar, scalar.Query), scalar.Position);
        return new BoundSubquery(SubqueryKind.Scalar, query, query.Columns[0].Type, scalar.Position) { Typmod = query.Columns[0].Typmod };
    }

    private BoundSubquery ArrayOf(ArraySubquery array)
    {
        var query = OneColumn(Inner(array, array.Query), array.Position);
        var element = query.Columns[0].Type;
        var type = PgTypes.ArrayOf(element)
            ?? throw Refusal.Of(SqlState.UndefinedObject, $"could not find array type for data type {TypeNames.Format(element)}", array.Position);
        return new BoundSubquery(SubqueryKind.Array, query, type, array.Position);
    }

    private static ResolvedQuery OneColumn(ResolvedQuery query, int position) => query.Columns.Count == 1 ? query
        : throw Refusal.Of(SqlState.SyntaxError, "subquery must return only one column", position);

    private BoundExpression Membership(InSubqueryExpression membership)
    {
        var any = Quantified(membership.Value, "=", true, membership.Query, membership);
        return membership.Negated ? new BoundNot(any, membership.Position) : any;
    }

    private BoundSubquery Quantified(Expression value, string symbol, bool isAny, Query inner, Expression node)
    {
        var left = Resolve(value);
        var query = Inner(node, inner);
        var lefts = left is BoundRow row ? row.Fields : [left];
        if (query.Columns.Count != lefts.Count)
            throw Refusal.Of(SqlState.SyntaxError, query.Columns.Count < lefts.Count ? "subquery has too few columns" : "subquery has too many columns", node.Position);
        if (lefts.Count > 1 && symbol is not ("=" or "<>"))
            throw Refusal.Unsupported($"rows compared with {symbol} and a subquery are not supported", node.Position, "Compare the columns one by one.");
        var comparisons = lefts.Select((l, i) =>
        {
            var op = OperatorResolution.Infix(symbol, l.Type, query.Columns[i].Type, node.Position);
            if (op.Result != PgTypes.Bool)
                throw Refusal.Of(SqlState.WrongObjectType, $"operator {symbol} must return type boolean, not type {TypeNames.Format(op.Result)}", node.Position);
            var (types, _) = Polymorphism.Resolve([l.Type, query.Columns[i].Type], [op.Left!, op.Right], op.Result);
            return (state.Coercion.Apply(l, types[0], -1, false), op);
        }).ToList();
        return new BoundSubquery(isAny ? SubqueryKind.Any : SubqueryKind.All, query, PgTypes.Bool, node.Position) { Comparisons = comparisons };
    }
}
