namespace Granary.Sql.Syntax;

/// <summary>A node of the syntax tree; <paramref name="Position"/> is the 0-based character offset in the text that
/// PostgreSQL would point at in an error about this node (for an operator: the operator, not its left side).</summary>
public abstract record SyntaxNode(int Position);
