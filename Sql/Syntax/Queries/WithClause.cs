namespace Granary.Sql.Syntax;

/// <summary><c>WITH [RECURSIVE] …</c>.</summary>
public sealed record WithClause(int Position, bool IsRecursive, IReadOnlyList<CommonTableExpression> Expressions) : SyntaxNode(Position);

/// <summary>Whether a common table expression is computed once.</summary>
public enum CteMaterialization
{
    Default = 0,
    Materialized,
    NotMaterialized,
}

/// <summary>One <c>name (columns) AS (statement)</c>. The statement is a SELECT, an INSERT or an <see cref="UnsupportedStatement"/>.</summary>
public sealed record CommonTableExpression(int Position, string Name, IReadOnlyList<string> Columns, Statement Statement)
    : SyntaxNode(Position)
{
    public CteMaterialization Materialization { get; init; }

    public CteSearchClause? Search { get; init; }

    public CteCycleClause? Cycle { get; init; }
}

/// <summary><c>SEARCH DEPTH | BREADTH FIRST BY columns SET column</c>.</summary>
public sealed record CteSearchClause(int Position, bool IsBreadthFirst, IReadOnlyList<string> Columns, string SequenceColumn)
    : SyntaxNode(Position);

/// <summary><c>CYCLE columns SET mark [TO value DEFAULT default] USING path</c>.</summary>
public sealed record CteCycleClause(int Position, IReadOnlyList<string> Columns, string MarkColumn, string PathColumn)
    : SyntaxNode(Position)
{
    public Expression? MarkValue { get; init; }

    public Expression? MarkDefault { get; init; }
}
