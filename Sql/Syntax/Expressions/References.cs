namespace Granary.Sql.Syntax;

/// <summary>A column by name with any qualifiers: <c>a</c>, <c>t.a</c>, <c>s.t.a</c>; the resolver decides what the parts mean.</summary>
public sealed record ColumnReference(int Position, IReadOnlyList<string> Names) : Expression(Position);

/// <summary><c>*</c> (no qualifier) or <c>t.*</c>; legal only where PostgreSQL expands it, which the resolver checks.</summary>
public sealed record StarReference(int Position, IReadOnlyList<string> Qualifier) : Expression(Position);

/// <summary><c>(expression).name</c>, a field of a composite value.</summary>
public sealed record FieldSelection(int Position, Expression Operand, string Name) : Expression(Position);

/// <summary><c>(expression).*</c>, all fields of a composite value.</summary>
public sealed record FieldStar(int Position, Expression Operand) : Expression(Position);

/// <summary><c>a[1][2:3]</c>: all adjacent subscripts together, because PostgreSQL reads them as one access.</summary>
public sealed record SubscriptExpression(int Position, Expression Operand, IReadOnlyList<Subscript> Subscripts) : Expression(Position);

/// <summary>One subscript: an index (<paramref name="Upper"/> alone) or a slice whose bounds may be absent.</summary>
public sealed record Subscript(int Position, bool IsSlice, Expression? Lower, Expression? Upper) : SyntaxNode(Position);
