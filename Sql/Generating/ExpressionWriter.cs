using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Syntax;

namespace Granary.Sql.Generating;

/// <summary>Writes resolved expressions as DuckDB text: every identifier quoted, every constant and parameter cast.</summary>
internal sealed partial class ExpressionWriter(GenerationState state)
{
    public string Sql(BoundExpression expression) => Write(expression).Sql;

    /// <summary>An expression as a result column: exactly the type that its consumer was promised.</summary>
    public Fragment Target(BoundExpression expression)
    {
        if (expression is BoundArray { Elements: [BoundArray, ..] })
            throw Refusal.Unsupported("arrays of several dimensions are not supported as values of a column", expression.Position, "Use jsonb.");
        var fragment = Write(expression);
        return new Fragment($"CAST({fragment.Sql} AS {DuckTypes.Of(expression.Type, expression.Typmod, fragment.Scale, expression.Position)})", ScaleOf(expression, fragment));
    }

    /// <summary>An expression as a column of the statement's result; numerics of open scale go out as PostgreSQL's text.</summary>
    public Fragment Result(BoundExpression expression, out bool isText)
    {
        isText = RegistryTexts.IsOne(expression.Type);
        if (isText) return RegistryTexts.Write(expression.Type, Sql(expression), state);
        if (expression.Type != PgTypes.Numeric || expression.Typmod >= 0) return Target(expression);
        var fragment = Write(expression);
        isText = fragment.Text is not null || fragment.IsOpen;
        if (!isText) return Target(expression);
        return fragment with { Sql = fragment.Text ?? $"regexp_replace(CAST({fragment.Sql} AS VARCHAR), '(\\.[0-9]{{16}}[0-9]*?)0*$', '\\1')" };
    }

    /// <summary>A condition whose NULL counts as false.</summary>
    public string Condition(BoundExpression expression) => Sql(expression);

    public Fragment Write(BoundExpression expression) =>
        expression.Type == PgTypes.Jsonb && state.MovedSets.TryGetValue(expression.Key, out var moved) ? moved : WriteHere(expression);

    private Fragment WriteHere(BoundExpression expression) => expression switch
    {
        BoundConstant constant => Constant(constant),
        BoundParameter parameter => Parameter(parameter),
        BoundColumn column => Column(column),
        BoundOperator op => Operator(op),
        BoundCall call => Call(call),
        BoundCast cast => Cast(cast),
        BoundLogic logic => $"({string.Join(logic.IsAnd ? " AND " : " OR ", logic.Operands.Select(Sql))})",
        BoundNot not => $"(NOT {Sql(not.Operand)})",
        BoundNullTest test => NullTest(test),
        BoundBooleanTest test => BooleanTest(test),
        BoundDistinct distinct => $"({Comparand(distinct.Left)} IS {(distinct.Negated ? "NOT " : "")}DISTINCT FROM {Comparand(distinct.Right)})",
        BoundCase choice => Case(choice),
        BoundVariadic variadic => Variadic(variadic),
        BoundNullIf nullIf => NullIf(nullIf),
        BoundArray array => Array(array),
        BoundElement element => Element(element),
        BoundArrayComparison comparison => ArrayComparison(comparison),
        BoundSubquery subquery => Subquery(subquery),
        BoundSqlValue value => SqlValue(value),
        BoundAggregate aggregate => Aggregate(aggregate),
        BoundWindowCall window => Window(window),
        BoundGrouping grouping => $"CAST(GROUPING({string.Join(", ", grouping.Arguments.Select(Sql))}) AS INTEGER)",
        BoundRow row => throw Refusal.Unsupported("row values are not supported here", row.Position, "Use the columns one by one."),
        BoundField field => throw Refusal.Unsupported("fields of composite values are not supported here", field.Position, "Call the function in FROM and name its columns."),
        _ => throw Refusal.Unsupported("this expression is not supported", expression.Position),
    };

    private static int ScaleOf(BoundExpression expression, Fragment fragment) =>
        expression.Typmod >= 0 && expression.Type == PgTypes.Numeric ? Catalog.ColumnTypes.NumericParts(expression.Typmod).Scale : fragment.Scale;

    private Fragment Column(BoundColumn column)
    {
        var scale = column.Type == PgTypes.Numeric && column.Typmod >= 0
            ? Catalog.ColumnTypes.NumericParts(column.Typmod).Scale
            : state.ScaleOf(column.Entry, column.Ordinal);
        return new Fragment($"{QueryWriter.Alias(column.Entry)}.{QueryWriter.ColumnName(column.Entry, column.Ordinal)}", scale);
    }

    private Fragment Parameter(BoundParameter parameter)
    {
        var scale = parameter.Type == PgTypes.Numeric ? ParameterScale : 0;
        return new Fragment($"CAST({state.Parameter(parameter.Slot.Number)} AS {DuckTypes.Of(parameter.Type, -1, scale, parameter.Position)})", scale);
    }

    /// <summary>The scale of numeric parameters: 20 digits before the point and 18 after it.</summary>
    public const int ParameterScale = 18;

    private Fragment NullTest(BoundNullTest test)
    {
        // A row IS NULL when all its fields are, and IS NOT NULL when none is.
        if (test.Operand is BoundRow row)
            return $"({string.Join(" AND ", row.Fields.Select(f => $"{Sql(f)} IS {(test.Negated ? "NOT " : "")}NULL"))})";
        return $"({Sql(test.Operand)} IS {(test.Negated ? "NOT " : "")}NULL)";
    }

    private Fragment BooleanTest(BoundBooleanTest test)
    {
        var operand = Sql(test.Operand);
        if (test.Value is not { } value) return $"({operand} IS {(test.Negated ? "NOT " : "")}NULL)";
        return $"({operand} IS {(test.Negated ? "" : "NOT ")}DISTINCT FROM {(value ? "TRUE" : "FALSE")})";
    }

    private Fragment Case(BoundCase choice)
    {
        var results = choice.Branches.Select(b => Write(b.Result)).ToList();
        var otherwise = choice.Else is null ? (Fragment?)null : Write(choice.Else);
        var scale = Math.Max(results.Max(r => r.Scale), otherwise?.Scale ?? 0);
        var branches = choice.Branches.Select((b, i) => $"WHEN {Sql(b.Condition)} THEN {Scaled(results[i], choice.Type, scale)}");
        var tail = otherwise is { } e ? $" ELSE {Scaled(e, choice.Type, scale)}" : "";
        return new Fragment($"(CASE {string.Join(" ", branches)}{tail} END)", scale) { Text = CaseText(choice, results, otherwise) };
    }

    // Each branch of a numeric shows its own digits after the point.
    private string? CaseText(BoundCase choice, List<Fragment> results, Fragment? otherwise)
    {
        if (choice.Type != PgTypes.Numeric || !DifferInDigits(otherwise is { } last ? [.. results, last] : results)) return null;
        var branches = choice.Branches.Select((b, i) => $"WHEN {Sql(b.Condition)} THEN {TextForm(results[i], PgTypes.Numeric, choice.Position)}");
        return $"(CASE {string.Join(" ", branches)}{(otherwise is { } e ? $" ELSE {TextForm(e, PgTypes.Numeric, choice.Position)}" : "")} END)";
    }

    /// <summary>A list or a column has one number of digits after the point, where PostgreSQL keeps each value's own.</summary>
    public static Grains.Interfaces.Errors.GranaryException DifferentDigits(int position) =>
        Refusal.Unsupported("numerics with different digits after the point are not supported in one column or array", position, "Cast them to one numeric(p,s).");

    private static bool DifferInDigits(List<Fragment> values) => values.Exists(v => v.Scale != values[0].Scale || v.Text is not null);

    private Fragment Variadic(BoundVariadic variadic)
    {
        var arguments = variadic.Arguments.Select(Write).ToList();
        var scale = arguments.Max(a => a.Scale);
        var name = variadic.Kind.ToString().ToLowerInvariant();
        var list = string.Join(", ", arguments.Select(a => Scaled(a, variadic.Type, scale)));
        if (arguments.Count == 1) return arguments[0];
        var value = $"{name}({list})";
        if (variadic.Type != PgTypes.Numeric || !DifferInDigits(arguments)) return new Fragment(value, scale);
        var texts = arguments.Select(a => TextForm(a, PgTypes.Numeric, variadic.Position)).ToList();
        // Of greatest and least the first that has the value is shown.
        var text = name == "coalesce" ? $"coalesce({string.Join(", ", texts)})"
            : $"(CASE {string.Join(" ", arguments.Select((a, i) => $"WHEN {a.Sql} = {value} THEN {texts[i]}"))} END)";
        return new Fragment(value, scale) { Text = text };
    }

    // Numerics of different scales are brought to one, as DuckDB would otherwise choose a precision that may not hold them.
    private static string Scaled(Fragment fragment, PgType type, int scale) =>
        type == PgTypes.Numeric && fragment.Scale != scale ? $"CAST({fragment.Sql} AS {DuckTypes.Decimal(-1, scale)})" : fragment.Sql;

    private Fragment NullIf(BoundNullIf nullIf)
    {
        var result = Write(nullIf.Result);
        return new Fragment($"(CASE WHEN {Sql(nullIf.Comparison)} THEN NULL ELSE {result.Sql} END)", result.Scale);
    }

    private Fragment Array(BoundArray array)
    {
        var elements = array.Elements.Select(Write).ToList();
        var scale = elements.Count == 0 ? 0 : elements.Max(e => e.Scale);
        if (array.Type == PgTypes.ArrayOf(PgTypes.Numeric) && !elements.TrueForAll(e => e.Scale == scale)) throw DifferentDigits(array.Position);
        return new Fragment($"CAST([{string.Join(", ", elements.Select(e => e.Sql))}] AS {DuckTypes.Of(array.Type, -1, scale, array.Position)}{Nesting(array)})", scale);
    }

    // PostgreSQL has one array type for all dimensions, DuckDB one list for each.
    private static string Nesting(BoundArray array)
    {
        var depth = 0;
        for (var inner = array; inner.Elements.Count > 0 && inner.Elements[0] is BoundArray next; inner = next) depth++;
        return string.Concat(Enumerable.Repeat("[]", depth));
    }

    private Fragment Element(BoundElement element)
    {
        var operand = Write(element.Operand);
        var offset = element.Operand.Type == PgTypes.Int2Vector || element.Operand.Type == PgTypes.OidVector ? 1 : 0;
        if (!element.Subscripts.Any(s => s.IsSlice))
            return new Fragment(element.Subscripts.Aggregate(operand.Sql, (sql, s) => Index(sql, s.Upper!, offset)), operand.Scale);
        if (element.Subscripts.Count > 1)
            throw Refusal.Unsupported("slices of arrays of several dimensions are not supported", element.Position, "Take elements one by one.");
        var slice = element.Subscripts[0];
        var lower = slice.Lower is null ? "1" : slice.IsSlice ? $"greatest({Sql(slice.Lower)}, 1)" : "1";
        var upper = slice.Upper is null ? $"len({operand.Sql})" : $"greatest({Sql(slice.Upper)}, 0)";
        return new Fragment($"list_slice({operand.Sql}, {lower}, {upper})", operand.Scale);
    }

    // A negative index counts from the end in DuckDB; in PostgreSQL nothing is there.
    private string Index(string array, BoundExpression index, int offset)
    {
        if (index is BoundConstant { Text: { } text } && int.TryParse(text, out var number))
            return number + offset < 1 ? $"(CASE WHEN FALSE THEN {array}[1] END)" : $"({array})[{number + offset}]";
        var at = offset == 0 ? Sql(index) : $"({Sql(index)} + {offset})";
        return $"(CASE WHEN {at} >= 1 THEN ({array})[{at}] END)";
    }

    private Fragment SqlValue(BoundSqlValue value)
    {
        string Instant()
        {
            var now = state.Value(new SessionValue(SessionValueKind.TransactionTime));
            return value.Precision is { } precision and < 6 ? Times.Round(now, precision) : now;
        }
        return value.Kind switch
        {
            SqlValueKind.CurrentTimestamp => Instant(),
            SqlValueKind.CurrentDate => $"CAST({Times.ToLocal(Instant(), state)} AS DATE)",
            SqlValueKind.LocalTimestamp => Times.ToLocal(Instant(), state),
            SqlValueKind.LocalTime => $"CAST({Times.ToLocal(Instant(), state)} AS TIME)",
            SqlValueKind.CurrentTime => throw Refusal.Unsupported("current_time is not supported", value.Position, "Use localtime or current_timestamp."),
            SqlValueKind.CurrentCatalog => state.Value(new SessionValue(SessionValueKind.Database)),
            SqlValueKind.CurrentSchema => state.Value(new SessionValue(SessionValueKind.Schema)),
            _ => state.Value(new SessionValue(SessionValueKind.User)),
        };
    }

    private Fragment ArrayComparison(BoundArrayComparison comparison)
    {
        var value = Comparand(comparison.Value);
        var symbol = comparison.Operator.Name;
        // A list of constants is the form that DuckDB prunes segments by.
        if (comparison.Array is BoundArray { Elements.Count: > 0 } list && (symbol == "=" && comparison.IsAny || symbol == "<>" && !comparison.IsAny)
            && list.Elements.All(e => e is not BoundArray))
        {
            var items = string.Join(", ", list.Elements.Select(Comparand));
            return $"({value} {(comparison.IsAny ? "" : "NOT ")}IN ({items}))";
        }
        if (PgTypes.ElementOf(PgTypes.BaseOf(comparison.Array.Type)) == PgTypes.Jsonb) throw Unsupported(comparison.Operator, comparison.Position);
        var array = Sql(comparison.Array);
        if (symbol == "=" && comparison.IsAny) return ListContains(array, value);
        var elementType = PgTypes.ElementOf(comparison.Array.Type) ?? PgTypes.Text;
        var test = Infix(comparison.Operator, new Fragment(value), new Fragment("lambda_item"), comparison.Value, new BoundConstant(elementType, null, -1)).Sql;
        var outcomes = $"list_transform({array}, lambda lambda_item: {test})";
        return comparison.IsAny ? ListContains(outcomes, "TRUE") : $"(NOT {ListContains($"list_transform({outcomes}, lambda o: NOT o)", "TRUE")})";
    }

    // list_contains answers false where SQL's three-valued ANY is unknown: for a NULL value or a NULL among the elements.
    private static string ListContains(string list, string value) =>
        $"(CASE WHEN list_contains({list}, {value}) THEN TRUE WHEN len({list}) = 0 THEN FALSE WHEN ({value}) IS NULL OR list_count({list}) < len({list}) THEN NULL WHEN {list} IS NULL THEN NULL ELSE FALSE END)";

    private Fragment Subquery(BoundSubquery subquery)
    {
        var query = new QueryWriter(state).Write(subquery.Query);
        switch (subquery.Kind)
        {
            case SubqueryKind.Exists:
                return $"EXISTS ({query.Sql})";
            case SubqueryKind.Scalar:
                return new Fragment($"({query.Sql})", query.Scales[0]);
            case SubqueryKind.Array:
                return new Fragment($"ARRAY({query.Sql})", query.Scales[0]);
            default:
                return Quantified(subquery, query);
        }
    }

    private Fragment Quantified(BoundSubquery subquery, WrittenQuery query)
    {
        var quantifier = subquery.Kind == SubqueryKind.Any ? "ANY" : "ALL";
        var columns = subquery.Comparisons.Select((c, i) =>
        {
            var source = subquery.Query.Columns[i].Type;
            var wanted = c.Operator.Right;
            return source == wanted || Resolving.Typing.Polymorphism.IsPolymorphic(wanted) ? $"q.c{i + 1}"
                : CastText(new Fragment($"q.c{i + 1}", query.Scales[i]), source, wanted, subquery.Position).Sql;
        }).ToList();
        var inner = $"SELECT {string.Join(", ", columns)} FROM ({query.Sql}) q";
        if (subquery.Comparisons.Count == 1)
            return $"({Comparand(subquery.Comparisons[0].Left)} {subquery.Comparisons[0].Operator.Name} {quantifier} ({inner}))";
        var isEqual = subquery.Comparisons[0].Operator.Name == "=";
        if (isEqual != (subquery.Kind == SubqueryKind.Any))
            throw Refusal.Unsupported("this comparison of a row with a subquery is not supported", subquery.Position, "Use IN, NOT IN or EXISTS.");
        return $"(({string.Join(", ", subquery.Comparisons.Select(c => Comparand(c.Left)))}) {(isEqual ? "IN" : "NOT IN")} ({inner}))";
    }
}
