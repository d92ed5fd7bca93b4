namespace Granary.Sql.Syntax;

/// <summary><c>(SELECT …)</c> as a value.</summary>
public sealed record ScalarSubquery(int Position, Query Query) : Expression(Position);

/// <summary><c>ARRAY[…]</c>; a nested bracket without ARRAY is an inner <see cref="ArrayExpression"/>.</summary>
public sealed record ArrayExpression(int Position, IReadOnlyList<Expression> Elements) : Expression(Position);

/// <summary><c>ARRAY(SELECT …)</c>.</summary>
public sealed record ArraySubquery(int Position, Query Query) : Expression(Position);

/// <summary><c>ROW(…)</c>, or a parenthesised list of two or more (<paramref name="IsImplicit"/>).</summary>
public sealed record RowExpression(int Position, IReadOnlyList<Expression> Fields, bool IsImplicit) : Expression(Position);

/// <summary><c>CASE [argument] WHEN … THEN … [ELSE …] END</c>.</summary>
public sealed record CaseExpression(int Position, Expression? Argument, IReadOnlyList<CaseBranch> Branches, Expression? Else)
    : Expression(Position);

/// <summary>One <c>WHEN condition THEN result</c>.</summary>
public sealed record CaseBranch(int Position, Expression Condition, Expression Result) : SyntaxNode(Position);

/// <summary>How a cast was written.</summary>
public enum CastForm
{
    Unspecified = 0,

    /// <summary><c>CAST(x AS t)</c>.</summary>
    Call,

    /// <summary><c>x::t</c>.</summary>
    Operator,

    /// <summary>A typed constant: <c>date '2026-01-01'</c>, <c>interval '1' day</c>, <c>float8 '1'</c>.</summary>
    TypedLiteral,
}

/// <summary>A cast, or a constant of a named type (then the operand is a <see cref="StringLiteral"/>).</summary>
public sealed record CastExpression(int Position, Expression Operand, TypeName Type, CastForm Form) : Expression(Position);

/// <summary><c>x COLLATE c</c>.</summary>
public sealed record CollateExpression(int Position, Expression Operand, QualifiedName Collation) : Expression(Position);
