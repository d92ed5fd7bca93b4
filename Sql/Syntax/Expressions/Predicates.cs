namespace Granary.Sql.Syntax;

/// <summary><c>IS [NOT] NULL</c>, also written <c>ISNULL</c> and <c>NOTNULL</c>.</summary>
public sealed record NullTest(int Position, Expression Operand, bool Negated) : Expression(Position);

/// <summary>What <c>IS [NOT] …</c> compares a boolean with.</summary>
public enum TruthValue
{
    Unspecified = 0,
    True,
    False,
    Unknown,
}

/// <summary><c>IS [NOT] TRUE / FALSE / UNKNOWN</c>.</summary>
public sealed record BooleanTest(int Position, Expression Operand, TruthValue Value, bool Negated) : Expression(Position);

/// <summary><c>IS [NOT] DISTINCT FROM</c>.</summary>
public sealed record DistinctFromExpression(int Position, Expression Left, Expression Right, bool Negated) : Expression(Position);

/// <summary><c>[NOT] BETWEEN [SYMMETRIC] low AND high</c>.</summary>
public sealed record BetweenExpression(int Position, Expression Value, Expression Low, Expression High) : Expression(Position)
{
    public bool Negated { get; init; }

    public bool Symmetric { get; init; }
}

/// <summary>Which pattern language a <see cref="LikeExpression"/> uses.</summary>
public enum LikeKind
{
    Unspecified = 0,
    Like,
    ILike,
    SimilarTo,
}

/// <summary><c>[NOT] LIKE / ILIKE / SIMILAR TO pattern [ESCAPE e]</c>.</summary>
public sealed record LikeExpression(int Position, LikeKind Kind, Expression Value, Expression Pattern) : Expression(Position)
{
    /// <summary>The escape, or null for the default (backslash).</summary>
    public Expression? Escape { get; init; }

    public bool Negated { get; init; }
}

/// <summary><c>value [NOT] IN (a, b, c)</c>.</summary>
public sealed record InListExpression(int Position, Expression Value, IReadOnlyList<Expression> Items, bool Negated) : Expression(Position);

/// <summary><c>value [NOT] IN (SELECT …)</c>; the value may be a row.</summary>
public sealed record InSubqueryExpression(int Position, Expression Value, Query Query, bool Negated) : Expression(Position);

/// <summary><c>ANY</c> (also <c>SOME</c>) or <c>ALL</c>.</summary>
public enum Quantifier
{
    Unspecified = 0,
    Any,
    All,
}

/// <summary><c>value op ANY (array)</c>. LIKE and its kin appear as the operators <c>~~</c>, <c>!~~</c>, <c>~~*</c>, <c>!~~*</c>.</summary>
public sealed record QuantifiedArrayComparison(
    int Position, Expression Value, OperatorName Operator, Quantifier Quantifier, Expression Array) : Expression(Position);

/// <summary><c>value op ANY (SELECT …)</c>; the value may be a row.</summary>
public sealed record QuantifiedSubqueryComparison(
    int Position, Expression Value, OperatorName Operator, Quantifier Quantifier, Query Query) : Expression(Position);

/// <summary><c>EXISTS (SELECT …)</c>.</summary>
public sealed record ExistsExpression(int Position, Query Query) : Expression(Position);
