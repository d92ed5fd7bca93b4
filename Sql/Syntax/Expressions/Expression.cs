namespace Granary.Sql.Syntax;

/// <summary>An expression that yields a value: the root of the family in this folder.</summary>
public abstract record Expression(int Position) : SyntaxNode(Position);
