namespace Granary.Sql.Syntax;

/// <summary>A constant written in the text. A minus sign before a number is folded into it, as PostgreSQL does.</summary>
public abstract record Literal(int Position) : Expression(Position);

/// <summary>An integer that fits 32 bits.</summary>
public sealed record IntegerLiteral(int Position, int Value) : Literal(Position);

/// <summary>Any other number, as text: a bigger integer, a decimal, an exponent. Its type (int8 or numeric) follows from the text.</summary>
public sealed record NumericLiteral(int Position, string Text) : Literal(Position);

/// <summary>A string constant after unescaping, from any of the quoted forms; its type is unknown.</summary>
public sealed record StringLiteral(int Position, string Value) : Literal(Position);

/// <summary>A bit string constant: its digits, and whether they are hexadecimal (<c>X'1F'</c>) or binary (<c>B'101'</c>).</summary>
public sealed record BitStringLiteral(int Position, string Digits, bool IsHexadecimal) : Literal(Position);

/// <summary><c>TRUE</c> or <c>FALSE</c>; as a result column PostgreSQL names it <c>bool</c>.</summary>
public sealed record BooleanLiteral(int Position, bool Value) : Literal(Position);

/// <summary><c>NULL</c>.</summary>
public sealed record NullLiteral(int Position) : Literal(Position);

/// <summary><c>DEFAULT</c> as a value; legal only as a whole value of INSERT or of an assignment, which the resolver checks.</summary>
public sealed record DefaultExpression(int Position) : Expression(Position);

/// <summary>A parameter <c>$n</c>; numbers start at 1.</summary>
public sealed record ParameterReference(int Position, int Number) : Expression(Position);
