using System.Globalization;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Gives every expression its meaning and its PostgreSQL type. One instance serves one clause of one query level.</summary>
internal sealed partial class ExpressionResolver(StatementState state, Scope scope, ExpressionPlace place)
{
    private bool _inAggregate;
    private bool _inWindow;

    /// <summary>Whether an aggregate or GROUPING was seen.</summary>
    public bool SawAggregate { get; private set; }

    /// <summary>Whether a window function was seen.</summary>
    public bool SawWindow { get; private set; }

    public BoundExpression Resolve(Expression expression)
    {
        state.Enter(expression.Position);
        var bound = Dispatch(expression);
        state.Leave();
        return bound;
    }

    /// <summary>An expression as a condition.</summary>
    public BoundExpression ResolveCondition(Expression expression) => state.Coercion.ToBoolean(Resolve(expression), place.Words());

    private BoundExpression Dispatch(Expression expression) => expression switch
    {
        ColumnReference column => new ColumnLookup(scope, state).Resolve(column),
        StringLiteral text => new BoundConstant(PgTypes.Unknown, text.Value, text.Position),
        IntegerLiteral number => new BoundConstant(PgTypes.Int4, number.Value.ToString(CultureInfo.InvariantCulture), number.Position),
        NumericLiteral number => Number(number),
        BooleanLiteral truth => new BoundConstant(PgTypes.Bool, truth.Value ? "t" : "f", truth.Position),
        NullLiteral nothing => new BoundConstant(PgTypes.Unknown, null, nothing.Position),
        ParameterReference parameter => Parameter(parameter),
        BinaryOperation operation => Infix(operation),
        UnaryOperation operation => Prefix(operation),
        AndExpression and => new BoundLogic(true, Conditions(and.Operands, "AND"), and.Position),
        OrExpression or => new BoundLogic(false, Conditions(or.Operands, "OR"), or.Position),
        NotExpression not => new BoundNot(state.Coercion.ToBoolean(Resolve(not.Operand), "NOT"), not.Position),
        FunctionCall call => Call(call),
        CastExpression cast => Cast(cast),
        NullTest test => new BoundNullTest(state.Coercion.DecideUnknown(Resolve(test.Operand)), test.Negated, test.Position),
        BooleanTest test => Test(test),
        DistinctFromExpression distinct => Distinct(distinct),
        BetweenExpression between => Between(between),
        LikeExpression like => Like(like),
        InListExpression list => In(list),
        QuantifiedArrayComparison comparison => ArrayComparison(comparison),
        ScalarSubquery or ArraySubquery or ExistsExpression or InSubqueryExpression or QuantifiedSubqueryComparison => Subquery(expression),
        CaseExpression choice => Case(choice),
        CoalesceExpression coalesce => Variadic(VariadicKind.Coalesce, coalesce.Arguments, "COALESCE", coalesce.Position),
        MinMaxExpression extreme => Variadic(extreme.IsGreatest ? VariadicKind.Greatest : VariadicKind.Least, extreme.Arguments,
            extreme.IsGreatest ? "GREATEST" : "LEAST", extreme.Position),
        NullIfExpression nullIf => NullIf(nullIf),
        ArrayExpression array => Array(array, null),
        RowExpression row => Row(row),
        SubscriptExpression subscript => Element(subscript),
        FieldSelection field => Field(field),
        SqlValueFunction value => SqlValue(value),
        GroupingExpression grouping => Grouping(grouping),
        CollateExpression collate => Collate(collate),
        BitStringLiteral bits => throw Refusal.Unsupported("bit strings are not supported", bits.Position, "Use an integer, text or bytea."),
        StarReference star => throw Refusal.Of(SqlState.SyntaxError, "row expansion via \"*\" is not supported here", star.Position),
        FieldStar star => throw Refusal.Of(SqlState.FeatureNotSupported, "row expansion via \"*\" is not supported here", star.Position),
        DefaultExpression value => throw Refusal.Of(SqlState.SyntaxError, "DEFAULT is not allowed in this context", value.Position),
        _ => throw Refusal.Unsupported($"this expression is not supported ({expression.GetType().Name})", expression.Position),
    };

    private BoundExpression Number(NumericLiteral number)
    {
        var text = number.Text;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return new BoundConstant(whole is >= int.MinValue and <= int.MaxValue ? PgTypes.Int4 : PgTypes.Int8, whole.ToString(CultureInfo.InvariantCulture), number.Position);
        return state.Literals.Read(new BoundConstant(PgTypes.Unknown, text, number.Position), PgTypes.Numeric);
    }

    private BoundParameter Parameter(ParameterReference reference)
    {
        var slot = state.Parameter(reference.Number, reference.Position);
        return new BoundParameter(slot, slot.Type ?? PgTypes.Unknown, reference.Position);
    }

    private List<BoundExpression> Conditions(IReadOnlyList<Expression> operands, string word) =>
        [.. operands.Select(o => state.Coercion.ToBoolean(Resolve(o), word))];

    private BoundBooleanTest Test(BooleanTest test)
    {
        bool? value = test.Value switch { TruthValue.True => true, TruthValue.False => false, _ => null };
        var words = $"IS {(test.Negated ? "NOT " : "")}{test.Value.ToString().ToUpperInvariant()}";
        return new BoundBooleanTest(state.Coercion.ToBoolean(Resolve(test.Operand), words), value, test.Negated, test.Position);
    }

    private BoundExpression Cast(CastExpression cast)
    {
        var (type, typmod) = TypeLookup.Resolve(state.Session, cast.Type);
        // ARRAY[…]::t[] gives the type to the elements, which lets an empty array have one.
        if (cast.Operand is ArrayExpression array && PgTypes.ElementOf(type) is not null)
            return Coercion.ApplyTypmod(state.Coercion.Apply(Array(array, type), type, typmod, isExplicit: true), typmod, isExplicit: true);
        var operand = Resolve(cast.Operand);
        if (operand is BoundParameter { Slot.Type: null } parameter) return Coercion.ApplyTypmod(state.Coercion.Apply(parameter, type, typmod, true), typmod, true);
        return state.Coercion.TryToTarget(operand, type, typmod, CastContext.Explicit)
            ?? throw Refusal.Of(SqlState.CannotCoerce, $"cannot cast type {TypeNames.Format(operand.Type)} to {TypeNames.Format(type)}", cast.Position);
    }

    private BoundCase Case(CaseExpression choice)
    {
        var argument = choice.Argument is null ? null : state.Coercion.DecideUnknown(Resolve(choice.Argument));
        var conditions = choice.Branches.Select(b => argument is null
            ? state.Coercion.ToBoolean(Resolve(b.Condition), "CASE/WHEN")
            : state.Coercion.ToBoolean(Compare("=", argument, Resolve(b.Condition), b.Condition.Position), "CASE/WHEN")).ToList();
        var otherwise = choice.Else is null ? new BoundConstant(PgTypes.Unknown, null, choice.Position) : Resolve(choice.Else);
        // PostgreSQL looks at ELSE first when it chooses the type.
        List<BoundExpression> results = [otherwise, .. choice.Branches.Select(b => Resolve(b.Result))];
        var type = CommonTypes.Select(results, "CASE");
        var typed = results.Select(r => ToCommon(r, type, "CASE")).ToList();
        return new BoundCase([.. conditions.Select((c, i) => (c, typed[i + 1]))], choice.Else is null ? null : typed[0], type, choice.Position)
        {
            Typmod = CommonTypes.SelectTypmod(typed, type),
        };
    }

    private BoundVariadic Variadic(VariadicKind kind, IReadOnlyList<Expression> arguments, string word, int position)
    {
        var values = arguments.Select(Resolve).ToList();
        var type = CommonTypes.Select(values, word);
        var typed = values.Select(v => ToCommon(v, type, word)).ToList();
        return new BoundVariadic(kind, typed, type, position) { Typmod = CommonTypes.SelectTypmod(typed, type) };
    }

    private BoundExpression ToCommon(BoundExpression value, PgType type, string word) =>
        state.Coercion.TryToTarget(value, type, -1, CastContext.Implicit) ?? throw Refusal.Of(SqlState.CannotCoerce,
            $"{word} could not convert type {TypeNames.Format(value.Type)} to {TypeNames.Format(type)}", value.Position);

    private BoundNullIf NullIf(NullIfExpression nullIf)
    {
        var comparison = (BoundOperator)Compare("=", Resolve(nullIf.Left), Resolve(nullIf.Right), nullIf.Position);
        return new BoundNullIf(comparison.Left!, comparison, comparison.Left!.Type, nullIf.Position) { Typmod = comparison.Left.Typmod };
    }

    private BoundArray Array(ArrayExpression array, PgType? wanted)
    {
        var isNested = array.Elements.Count > 0 && array.Elements[0] is ArrayExpression;
        var elements = array.Elements.Select(e => e is ArrayExpression inner ? Array(inner, wanted) : Resolve(e)).ToList();
        if (elements.Count == 0)
        {
            return new BoundArray([], wanted ?? throw Refusal.Of(SqlState.IndeterminateDatatype, "cannot determine type of empty array",
                array.Position, "Explicitly cast to the desired type, for example ARRAY[]::integer[]."), array.Position);
        }
        PgType element;
        if (wanted is not null) element = isNested ? wanted : PgTypes.ElementOf(wanted)!;
        else element = CommonTypes.Select(elements, "ARRAY");
        var type = wanted ?? PgTypes.ArrayOf(element)
            ?? throw Refusal.Of(SqlState.UndefinedObject, $"could not find array type for data type {TypeNames.Format(element)}", array.Position);
        var context = wanted is null ? CastContext.Implicit : CastContext.Explicit;
        var typed = elements.Select(e => state.Coercion.TryToTarget(e, element, -1, context) ?? throw Refusal.Of(SqlState.CannotCoerce,
            $"cannot cast type {TypeNames.Format(e.Type)} to {TypeNames.Format(element)}", e.Position)).ToList();
        return new BoundArray(typed, type, array.Position);
    }

    private BoundRow Row(RowExpression row)
    {
        var fields = row.Fields.Select(Resolve).ToList();
        return new BoundRow(fields, [.. Enumerable.Range(1, fields.Count).Select(i => $"f{i}")], row.Position);
    }

    private BoundExpression Element(SubscriptExpression expression)
    {
        var operand = Resolve(expression.Operand);
        var type = PgTypes.BaseOf(operand.Type);
        if (type == PgTypes.Jsonb) return JsonSubscript(operand, expression);
        var element = type == PgTypes.Int2Vector ? PgTypes.Int2 : type == PgTypes.OidVector ? PgTypes.Oid : PgTypes.ElementOf(type)
            ?? throw Refusal.Of(SqlState.DatatypeMismatch, $"cannot subscript type {TypeNames.Format(type)} because it does not support subscripting", expression.Position);
        var isSlice = expression.Subscripts.Any(s => s.IsSlice);
        var subscripts = expression.Subscripts.Select(s => new BoundSubscript(s.IsSlice, Index(s.Lower), Index(s.Upper))).ToList();
        return new BoundElement(operand, subscripts, isSlice ? type : element, expression.Position) { Typmod = operand.Typmod };
    }

    private BoundExpression JsonSubscript(BoundExpression operand, SubscriptExpression expression)
    {
        foreach (var subscript in expression.Subscripts)
        {
            if (subscript.IsSlice) throw Refusal.Of(SqlState.DatatypeMismatch, "jsonb subscript does not support slices", subscript.Position);
            var key = Resolve(subscript.Upper!);
            var typed = key.Type == PgTypes.Unknown || key.Type == PgTypes.Text
                ? state.Coercion.Apply(key, PgTypes.Text, -1, false)
                : state.Coercion.ToSpecific(key, PgTypes.Int4, "jsonb subscript");
            operand = Compare("->", operand, typed, expression.Position);
        }
        return operand;
    }

    private BoundExpression? Index(Expression? bound) => bound is null ? null
        : state.Coercion.TryToTarget(Resolve(bound), PgTypes.Int4, -1, CastContext.Assignment)
            ?? throw Refusal.Of(SqlState.DatatypeMismatch, "array subscript must have type integer", bound.Position);

    private BoundExpression Field(FieldSelection selection)
    {
        var operand = Resolve(selection.Operand);
        var fields = RowShape.Of(operand);
        var ordinal = fields is null ? -1 : fields.ToList().FindIndex(f => f.Name == selection.Name);
        if (ordinal >= 0)
            return operand is BoundRow row
                ? row.Fields[ordinal]
                : new BoundField(operand, ordinal, selection.Name, fields![ordinal].Type, selection.Position);
        throw fields is null
            ? Refusal.Of(SqlState.WrongObjectType, $"column notation .{selection.Name} applied to type {TypeNames.Format(operand.Type)}, which is not a composite type", selection.Position)
            : Refusal.Of(SqlState.UndefinedColumn, $"could not identify column \"{selection.Name}\" in record data type", selection.Position);
    }

    private static BoundSqlValue SqlValue(SqlValueFunction value)
    {
        var type = value.Kind switch
        {
            SqlValueKind.CurrentDate => PgTypes.Date,
            SqlValueKind.CurrentTime => PgTypes.TimeTz,
            SqlValueKind.CurrentTimestamp => PgTypes.TimestampTz,
            SqlValueKind.LocalTime => PgTypes.Time,
            SqlValueKind.LocalTimestamp => PgTypes.Timestamp,
            _ => PgTypes.Name,
        };
        return new BoundSqlValue(value.Kind, value.Precision, type, value.Position);
    }

    private BoundGrouping Grouping(GroupingExpression grouping)
    {
        if (!place.AllowsAggregates())
            throw Refusal.Of(SqlState.GroupingError, $"grouping operations are not allowed in {place.Words()}", grouping.Position);
        SawAggregate = true;
        return new BoundGrouping([.. grouping.Arguments.Select(Resolve)], grouping.Position);
    }

    private BoundExpression Collate(CollateExpression collate)
    {
        var operand = state.Coercion.DecideUnknown(Resolve(collate.Operand));
        if (!operand.Type.IsString && operand.Type != PgTypes.Name)
            throw Refusal.Of(SqlState.DatatypeMismatch, $"collations are not supported by type {TypeNames.Format(operand.Type)}", collate.Position);
        // Granary compares text by its bytes, as these collations do.
        if (collate.Collation.Name is "default" or "C" or "POSIX" or "ucs_basic" or "C.UTF-8" or "C.utf8") return operand;
        throw Refusal.Unsupported($"collation \"{collate.Collation.Name}\" is not supported", collate.Position, "Use COLLATE \"C\": text is compared by its bytes.");
    }
}
