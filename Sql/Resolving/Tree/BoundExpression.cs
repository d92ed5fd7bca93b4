using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Resolving.Tree;

/// <summary>An expression whose names and type are known: the root of a closed family.</summary>
/// <param name="Type">PostgreSQL's type of the value.</param>
/// <param name="Position">Where it stands in the text, for errors; -1 when it was not written.</param>
internal abstract record BoundExpression(PgType Type, int Position)
{
    /// <summary>The type modifier of the value, or -1.</summary>
    public int Typmod { get; init; } = -1;

    /// <summary>The expressions directly inside, not those of subqueries.</summary>
    public virtual IEnumerable<BoundExpression> Children => [];

    /// <summary>A text that two expressions share when they are the same expression; used for GROUP BY and ORDER BY.</summary>
    public abstract string Key { get; }

    protected static string Keys(IEnumerable<BoundExpression> expressions) => string.Join(',', expressions.Select(e => e.Key));

    /// <summary>This expression and all inside it, not those of subqueries.</summary>
    public IEnumerable<BoundExpression> SelfAndDescendants()
    {
        var pending = new Stack<BoundExpression>();
        pending.Push(this);
        while (pending.TryPop(out var next))
        {
            yield return next;
            foreach (var child in next.Children) pending.Push(child);
        }
    }
}

/// <summary>A constant; <paramref name="Text"/> is PostgreSQL's text form of the value, null for NULL.</summary>
internal sealed record BoundConstant(PgType Type, string? Text, int Position) : BoundExpression(Type, Position)
{
    public override string Key => $"'{Text?.Length ?? -1}:{Text}'::{Type.Oid}/{Typmod}";
}

/// <summary>A parameter; its type may be decided after the node is made, so it lives in the slot.</summary>
internal sealed record BoundParameter(ParameterSlot Slot, PgType Type, int Position) : BoundExpression(Type, Position)
{
    public override string Key => $"${Slot.Number}::{Type.Oid}";
}

/// <summary>What is known about one parameter of the statement.</summary>
internal sealed class ParameterSlot(int number)
{
    /// <summary>1 for $1.</summary>
    public int Number { get; } = number;

    /// <summary>The type, or null while nothing has decided it.</summary>
    public PgType? Type { get; set; }

    /// <summary>Whether the client gave the type, so that nothing may change it.</summary>
    public bool IsFixed { get; init; }
}

/// <summary>A column of a range entry.</summary>
internal sealed record BoundColumn(RangeEntry Entry, int Ordinal, PgType Type, int Position) : BoundExpression(Type, Position)
{
    public string Name => Entry.Columns[Ordinal].Name;

    public override string Key => $"r{Entry.Id}.{Ordinal}";
}

/// <summary>A call of an ordinary function.</summary>
internal sealed record BoundCall(PgFunction Function, IReadOnlyList<BoundExpression> Arguments, PgType Type, int Position)
    : BoundExpression(Type, Position)
{
    /// <summary>Whether the last argument was written VARIADIC, so that it is an array.</summary>
    public bool IsVariadicArray { get; init; }

    public override IEnumerable<BoundExpression> Children => Arguments;

    public override string Key => $"f{Function.Oid}({Keys(Arguments)}){(IsVariadicArray ? "v" : "")}";
}

/// <summary>An operator applied; a prefix operator has no left side.</summary>
internal sealed record BoundOperator(PgOperator Operator, BoundExpression? Left, BoundExpression Right, PgType Type, int Position)
    : BoundExpression(Type, Position)
{
    public override IEnumerable<BoundExpression> Children => Left is null ? [Right] : [Left, Right];

    public override string Key => $"o{Operator.Oid}({Left?.Key},{Right.Key})";
}

/// <summary>How a cast computes its result.</summary>
internal enum CastPath
{
    Unspecified = 0,

    /// <summary>The value is the same; only the type's name changes.</summary>
    Relabel,

    /// <summary>A function of pg_cast.</summary>
    Function,

    /// <summary>Through the text form.</summary>
    Text,

    /// <summary>Element by element.</summary>
    Array,

    /// <summary>The same type, held to a length or a precision.</summary>
    Length,
}

/// <summary>A cast, written or implied.</summary>
internal sealed record BoundCast(BoundExpression Operand, PgType Type, CastPath Path, bool IsExplicit, int Position)
    : BoundExpression(Type, Position)
{
    public override IEnumerable<BoundExpression> Children => [Operand];

    public override string Key => $"c{Type.Oid}/{Typmod}({Operand.Key})";
}

/// <summary>AND or OR of two or more.</summary>
internal sealed record BoundLogic(bool IsAnd, IReadOnlyList<BoundExpression> Operands, int Position)
    : BoundExpression(PgTypes.Bool, Position)
{
    public override IEnumerable<BoundExpression> Children => Operands;

    public override string Key => $"{(IsAnd ? "and" : "or")}({Keys(Operands)})";
}

/// <summary>NOT.</summary>
internal sealed record BoundNot(BoundExpression Operand, int Position) : BoundExpression(PgTypes.Bool, Position)
{
    public override IEnumerable<BoundExpression> Children => [Operand];

    public override string Key => $"not({Operand.Key})";
}

/// <summary>IS [NOT] NULL.</summary>
internal sealed record BoundNullTest(BoundExpression Operand, bool Negated, int Position) : BoundExpression(PgTypes.Bool, Position)
{
    public override IEnumerable<BoundExpression> Children => [Operand];

    public override string Key => $"null{Negated}({Operand.Key})";
}

/// <summary>IS [NOT] TRUE, FALSE or UNKNOWN; a null value stands for UNKNOWN.</summary>
internal sealed record BoundBooleanTest(BoundExpression Operand, bool? Value, bool Negated, int Position)
    : BoundExpression(PgTypes.Bool, Position)
{
    public override IEnumerable<BoundExpression> Children => [Operand];

    public override string Key => $"is{Value}{Negated}({Operand.Key})";
}

/// <summary>IS [NOT] DISTINCT FROM; the operator is the types' equality.</summary>
internal sealed record BoundDistinct(PgOperator Equality, BoundExpression Left, BoundExpression Right, bool Negated, int Position)
    : BoundExpression(PgTypes.Bool, Position)
{
    public override IEnumerable<BoundExpression> Children => [Left, Right];

    public override string Key => $"distinct{Negated}({Left.Key},{Right.Key})";
}

/// <summary>CASE with conditions; the form with an argument is resolved into equalities.</summary>
internal sealed record BoundCase(
    IReadOnlyList<(BoundExpression Condition, BoundExpression Result)> Branches, BoundExpression? Else, PgType Type, int Position)
    : BoundExpression(Type, Position)
{
    public override IEnumerable<BoundExpression> Children =>
        Branches.SelectMany(b => new[] { b.Condition, b.Result }).Concat(Else is null ? [] : [Else]);

    public override string Key => $"case({Keys(Children)}){Else is null}";
}

/// <summary>COALESCE, GREATEST and LEAST.</summary>
internal enum VariadicKind
{
    Unspecified = 0,
    Coalesce,
    Greatest,
    Least,
}

/// <summary>A special form over any number of values of one type.</summary>
internal sealed record BoundVariadic(VariadicKind Kind, IReadOnlyList<BoundExpression> Arguments, PgType Type, int Position)
    : BoundExpression(Type, Position)
{
    public override IEnumerable<BoundExpression> Children => Arguments;

    public override string Key => $"{Kind}({Keys(Arguments)})";
}

/// <summary>NULLIF; the operator compares.</summary>
internal sealed record BoundNullIf(BoundExpression Result, BoundExpression Comparison, PgType Type, int Position)
    : BoundExpression(Type, Position)
{
    public override IEnumerable<BoundExpression> Children => [Result, Comparison];

    public override string Key => $"nullif({Result.Key},{Comparison.Key})";
}

/// <summary>ARRAY[…]; nested arrays are elements of the same array type.</summary>
internal sealed record BoundArray(IReadOnlyList<BoundExpression> Elements, PgType Type, int Position) : BoundExpression(Type, Position)
{
    public override IEnumerable<BoundExpression> Children => Elements;

    public override string Key => $"array{Type.Oid}[{Keys(Elements)}]";
}

/// <summary>ROW(…).</summary>
internal sealed record BoundRow(IReadOnlyList<BoundExpression> Fields, IReadOnlyList<string> Names, int Position)
    : BoundExpression(PgTypes.Record, Position)
{
    public override IEnumerable<BoundExpression> Children => Fields;

    public override string Key => $"row({Keys(Fields)})";
}

/// <summary>A field of a composite value.</summary>
internal sealed record BoundField(BoundExpression Operand, int Ordinal, string Name, PgType Type, int Position)
    : BoundExpression(Type, Position)
{
    public override IEnumerable<BoundExpression> Children => [Operand];

    public override string Key => $"field{Ordinal}({Operand.Key})";
}

/// <summary>One subscript of an array; null bounds are open.</summary>
internal sealed record BoundSubscript(bool IsSlice, BoundExpression? Lower, BoundExpression? Upper);

/// <summary>a[1] or a[1:2]; the type is the element's, or the array's for slices.</summary>
internal sealed record BoundElement(BoundExpression Operand, IReadOnlyList<BoundSubscript> Subscripts, PgType Type, int Position)
    : BoundExpression(Type, Position)
{
    public override IEnumerable<BoundExpression> Children =>
        Subscripts.SelectMany(s => new[] { s.Lower, s.Upper }).OfType<BoundExpression>().Prepend(Operand);

    public override string Key => $"element({Keys(Children)}){string.Concat(Subscripts.Select(s => s.IsSlice ? 's' : 'i'))}";
}

/// <summary>value op ANY/ALL (array).</summary>
internal sealed record BoundArrayComparison(PgOperator Operator, bool IsAny, BoundExpression Value, BoundExpression Array, int Position)
    : BoundExpression(PgTypes.Bool, Position)
{
    public override IEnumerable<BoundExpression> Children => [Value, Array];

    public override string Key => $"{(IsAny ? "any" : "all")}{Operator.Oid}({Value.Key},{Array.Key})";
}

/// <summary>What a subquery in an expression is for.</summary>
internal enum SubqueryKind
{
    Unspecified = 0,
    Scalar,
    Exists,
    Any,
    All,
    Array,
}

/// <summary>A subquery as a value.</summary>
internal sealed record BoundSubquery(SubqueryKind Kind, ResolvedQuery Query, PgType Type, int Position) : BoundExpression(Type, Position)
{
    /// <summary>For ANY and ALL: the left values and the operators, one for each column of the subquery.</summary>
    public IReadOnlyList<(BoundExpression Left, PgOperator Operator)> Comparisons { get; init; } = [];

    public override IEnumerable<BoundExpression> Children => Comparisons.Select(c => c.Left);

    // Two subqueries are never the same expression here: nothing needs them to be.
    public override string Key => $"subquery{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Query)}";
}

/// <summary>CURRENT_TIMESTAMP and the like, without a call's parentheses.</summary>
internal sealed record BoundSqlValue(Syntax.SqlValueKind Kind, int? Precision, PgType Type, int Position) : BoundExpression(Type, Position)
{
    public override string Key => $"{Kind}({Precision})";
}

/// <summary>GROUPING(…) over grouping expressions.</summary>
internal sealed record BoundGrouping(IReadOnlyList<BoundExpression> Arguments, int Position) : BoundExpression(PgTypes.Int4, Position)
{
    public override IEnumerable<BoundExpression> Children => Arguments;

    public override string Key => $"grouping({Keys(Arguments)})";
}

/// <summary>An aggregate's call.</summary>
internal sealed record BoundAggregate(PgFunction Function, IReadOnlyList<BoundExpression> Arguments, PgType Type, int Position)
    : BoundExpression(Type, Position)
{
    /// <summary>The direct arguments of an ordered-set aggregate.</summary>
    public IReadOnlyList<BoundExpression> DirectArguments { get; init; } = [];
    public bool IsStar { get; init; }
    public bool IsDistinct { get; init; }
    public IReadOnlyList<BoundSort> OrderBy { get; init; } = [];
    public BoundExpression? Filter { get; init; }

    public override IEnumerable<BoundExpression> Children =>
        DirectArguments.Concat(Arguments).Concat(OrderBy.Select(s => s.Value)).Concat(Filter is null ? [] : [Filter]);

    public override string Key =>
        $"a{Function.Oid}({Keys(DirectArguments)};{Keys(Arguments)};{IsDistinct};{string.Join(',', OrderBy.Select(s => s.Key))};{Filter?.Key})";
}

/// <summary>A window function's call, or an aggregate's over a window.</summary>
internal sealed record BoundWindowCall(PgFunction Function, IReadOnlyList<BoundExpression> Arguments, BoundWindow Window, PgType Type, int Position)
    : BoundExpression(Type, Position)
{
    public bool IsStar { get; init; }
    public BoundExpression? Filter { get; init; }

    public override IEnumerable<BoundExpression> Children =>
        Arguments.Concat(Window.PartitionBy).Concat(Window.OrderBy.Select(s => s.Value)).Concat(Filter is null ? [] : [Filter]);

    public override string Key => $"w{Function.Oid}({Keys(Children)}){Window.Frame?.GetHashCode()}";
}

/// <summary>A window that is resolved: base windows are merged in.</summary>
internal sealed record BoundWindow(
    IReadOnlyList<BoundExpression> PartitionBy, IReadOnlyList<BoundSort> OrderBy, Syntax.WindowFrame? Frame,
    BoundExpression? StartOffset, BoundExpression? EndOffset);

/// <summary>One sort key with both choices made.</summary>
internal sealed record BoundSort(BoundExpression Value, bool Descending, bool NullsFirst)
{
    public string Key => $"{Value.Key}{(Descending ? " d" : " a")}{(NullsFirst ? "f" : "l")}";
}

/// <summary>A result column of the query itself, as a sort key.</summary>
internal sealed record BoundOutput(int Ordinal, PgType Type, int Position) : BoundExpression(Type, Position)
{
    public override string Key => $"out{Ordinal}";
}
