using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Operators, comparisons, LIKE, IN and ANY.</summary>
internal sealed partial class ExpressionResolver
{
    /// <summary>Two resolved values under an infix operator.</summary>
    public BoundExpression Compare(string symbol, BoundExpression left, BoundExpression right, int position)
    {
        if (left is BoundRow leftRow && right is BoundRow rightRow) return CompareRows(symbol, leftRow, rightRow, position);
        var op = OperatorResolution.Infix(symbol, left.Type, right.Type, position);
        return Apply(op, left, right, position);
    }

    private BoundOperator Apply(PgOperator op, BoundExpression? left, BoundExpression right, int position)
    {
        PgType[] actual = left is null ? [right.Type] : [left.Type, right.Type];
        PgType[] declared = left is null ? [op.Right] : [op.Left!, op.Right];
        var (types, result) = Polymorphism.Resolve(actual, declared, op.Result);
        var typedRight = state.Coercion.Apply(right, types[^1], -1, false);
        var typedLeft = left is null ? null : state.Coercion.Apply(left, types[0], -1, false);
        return new BoundOperator(op, typedLeft, typedRight, result, position);
    }

    private BoundExpression Infix(BinaryOperation operation)
    {
        CheckQualifier(operation.Operator);
        return Compare(operation.Operator.Symbol, Resolve(operation.Left), Resolve(operation.Right), operation.Position);
    }

    private BoundOperator Prefix(UnaryOperation operation)
    {
        CheckQualifier(operation.Operator);
        var operand = Resolve(operation.Operand);
        return Apply(OperatorResolution.Prefix(operation.Operator.Symbol, operand.Type, operation.Position), null, operand, operation.Position);
    }

    private static void CheckQualifier(OperatorName name)
    {
        if (name.Qualifier.Count > 0 && name.Qualifier[^1] != "pg_catalog")
            throw Refusal.Of(SqlState.UndefinedFunction, $"operator does not exist: {string.Join('.', name.Qualifier)}.{name.Symbol}", name.Position);
    }

    private BoundExpression CompareRows(string symbol, BoundRow left, BoundRow right, int position)
    {
        if (left.Fields.Count != right.Fields.Count)
            throw Refusal.Of(SqlState.SyntaxError, "unequal number of entries in row expressions", position);
        if (left.Fields.Count == 0)
            throw Refusal.Unsupported("cannot compare rows of zero length", position);
        var pairs = left.Fields.Zip(right.Fields).ToList();
        BoundExpression Each(string op, int i) => Compare(op, pairs[i].First, pairs[i].Second, position);
        switch (symbol)
        {
            case "=":
                return All(true, Enumerable.Range(0, pairs.Count).Select(i => Each("=", i)), position);
            case "<>":
                return All(false, Enumerable.Range(0, pairs.Count).Select(i => Each("<>", i)), position);
            case "<" or ">" or "<=" or ">=":
                // (a, b) < (c, d) is a < c OR (a = c AND b < d).
                var strict = symbol[..1];
                var result = Each(symbol, pairs.Count - 1);
                for (var i = pairs.Count - 2; i >= 0; i--)
                    result = All(false, [Each(strict, i), All(true, [Each("=", i), result], position)], position);
                return result;
            default:
                throw Refusal.Of(SqlState.FeatureNotSupported, $"could not determine interpretation of row comparison operator {symbol}", position,
                    "Row comparison operators must be associated with btree operator families.");
        }
    }

    private static BoundExpression All(bool isAnd, IEnumerable<BoundExpression> operands, int position)
    {
        var list = operands.ToList();
        return list.Count == 1 ? list[0] : new BoundLogic(isAnd, list, position);
    }

    private BoundExpression Distinct(DistinctFromExpression distinct)
    {
        var (left, right) = (Resolve(distinct.Left), Resolve(distinct.Right));
        if (left is BoundRow a && right is BoundRow b && a.Fields.Count == b.Fields.Count)
            return All(distinct.Negated, a.Fields.Zip(b.Fields).Select(p => DistinctPair(p.First, p.Second, distinct.Negated, distinct.Position)), distinct.Position);
        if (IsNull(left) || IsNull(right))
            return new BoundNullTest(state.Coercion.DecideUnknown(IsNull(right) ? left : right), !distinct.Negated, distinct.Position);
        return DistinctPair(left, right, distinct.Negated, distinct.Position);
    }

    private BoundDistinct DistinctPair(BoundExpression left, BoundExpression right, bool negated, int position)
    {
        var comparison = (BoundOperator)Compare("=", left, right, position);
        return new BoundDistinct(comparison.Operator, comparison.Left!, comparison.Right, negated, position);
    }

    private static bool IsNull(BoundExpression value) => value is BoundConstant { Text: null };

    private BoundExpression Between(BetweenExpression between)
    {
        var value = Resolve(between.Value);
        var low = Resolve(between.Low);
        var high = Resolve(between.High);
        var inside = Range(value, low, high, between.Position);
        if (between.Symmetric) inside = All(false, [inside, Range(value, high, low, between.Position)], between.Position);
        return between.Negated ? new BoundNot(inside, between.Position) : inside;
    }

    private BoundExpression Range(BoundExpression value, BoundExpression low, BoundExpression high, int position)
    {
        // A parameter on the left gets its type from the first comparison and keeps it for the second.
        var least = Compare(">=", value, low, position);
        if (value is BoundParameter { Slot.Type: { } decided } parameter) value = parameter with { Type = decided };
        return All(true, [least, Compare("<=", value, high, position)], position);
    }

    private BoundExpression Like(LikeExpression like)
    {
        var value = Resolve(like.Value);
        var pattern = Resolve(like.Pattern);
        var escape = like.Escape is null ? null : Resolve(like.Escape);
        if (like.Kind == LikeKind.SimilarTo)
        {
            var regex = CallNamed("similar_to_escape", escape is null ? [pattern] : [pattern, escape], like.Position);
            return Compare(like.Negated ? "!~" : "~", value, regex, like.Position);
        }
        if (escape is not null) pattern = CallNamed("like_escape", [pattern, escape], like.Position);
        var symbol = (like.Kind, like.Negated) switch
        {
            (LikeKind.Like, false) => "~~",
            (LikeKind.Like, true) => "!~~",
            (_, false) => "~~*",
            _ => "!~~*",
        };
        return Compare(symbol, value, pattern, like.Position);
    }

    // x IN (a, b) is x = ANY (ARRAY[a, b]) when the items share a type with x, else a chain of ORs: as PostgreSQL has it.
    private BoundExpression In(InListExpression list)
    {
        var value = Resolve(list.Value);
        var items = list.Items.Select(Resolve).ToList();
        var symbol = list.Negated ? "<>" : "=";
        if (value is not BoundRow && items.Count > 1 && items.All(i => i is not BoundColumn and not BoundRow))
        {
            var all = items.Prepend(value).ToList();
            var common = CommonTypes.TrySelect([.. all.Select(e => e.Type)]);
            if (common is not null && PgTypes.ArrayOf(common) is { } arrayType && common != PgTypes.Record)
            {
                var elements = items.Select(i => ToCommon(i, common, "IN")).ToList();
                var op = OperatorResolution.Infix(symbol, value.Type == PgTypes.Unknown ? common : value.Type, common, list.Position);
                var typed = state.Coercion.Apply(value, op.Left!, -1, false);
                var array = new BoundArray([.. elements.Select(e => state.Coercion.Apply(e, op.Right, -1, false))],
                    PgTypes.ArrayOf(op.Right) ?? arrayType, list.Position);
                return new BoundArrayComparison(op, !list.Negated, typed, array, list.Position);
            }
        }
        return All(list.Negated, items.Select(i => Compare(symbol, value, i, list.Position)), list.Position);
    }

    private BoundArrayComparison ArrayComparison(QuantifiedArrayComparison comparison)
    {
        var value = Resolve(comparison.Value);
        var array = Resolve(comparison.Array);
        var isAny = comparison.Quantifier == Quantifier.Any;
        var elementType = array.Type == PgTypes.Unknown ? PgTypes.Unknown
            : ElementOf(array.Type) ?? throw Refusal.Of(SqlState.WrongObjectType, "op ANY/ALL (array) requires array on right side", comparison.Position);
        var op = OperatorResolution.Infix(comparison.Operator.Symbol, value.Type, elementType, comparison.Position);
        if (op.Result != PgTypes.Bool)
            throw Refusal.Of(SqlState.WrongObjectType, "op ANY/ALL (array) requires operator to yield boolean", comparison.Position);
        PgType[] actual = [value.Type, elementType];
        var (types, _) = Polymorphism.Resolve(actual, [op.Left!, op.Right], op.Result);
        var right = elementType == PgTypes.Unknown && types[1] == PgTypes.Unknown ? PgTypes.Text : types[1];
        var arrayType = PgTypes.ArrayOf(right)
            ?? throw Refusal.Of(SqlState.UndefinedObject, $"could not find array type for data type {TypeNames.Format(right)}", comparison.Position);
        return new BoundArrayComparison(op, isAny, state.Coercion.Apply(value, types[0], -1, false),
            state.Coercion.Apply(array, arrayType, -1, false), comparison.Position);
    }

    private static PgType? ElementOf(PgType type)
    {
        type = PgTypes.BaseOf(type);
        return type == PgTypes.Int2Vector ? PgTypes.Int2 : type == PgTypes.OidVector ? PgTypes.Oid : PgTypes.ElementOf(type);
    }
}
