namespace Granary.Sql.Syntax;

/// <summary>A name of one or more parts as the lexer folded them: <c>table</c>, <c>schema.table</c>, <c>catalog.schema.table</c>.</summary>
public sealed record QualifiedName(int Position, IReadOnlyList<string> Parts) : SyntaxNode(Position)
{
    /// <summary>The last part: the name of the thing itself.</summary>
    public string Name => Parts[^1];

    /// <summary>The part before the last, or null when the name is not qualified.</summary>
    public string? Schema => Parts.Count > 1 ? Parts[^2] : null;

    public override string ToString() => string.Join('.', Parts);
}
