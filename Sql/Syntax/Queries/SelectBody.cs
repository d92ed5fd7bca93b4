namespace Granary.Sql.Syntax;

/// <summary>One SELECT without its surrounding clauses. <c>TABLE t</c> is <c>SELECT * FROM t</c>.</summary>
public sealed record SelectBody(int Position, IReadOnlyList<SelectTarget> Targets) : QueryBody(Position)
{
    /// <summary>DISTINCT, or null for all rows.</summary>
    public DistinctClause? Distinct { get; init; }

    /// <summary>The table of <c>SELECT … INTO</c>, or null.</summary>
    public IntoClause? Into { get; init; }

    /// <summary>The FROM list; its items are cross joined. Empty without FROM.</summary>
    public IReadOnlyList<FromItem> From { get; init; } = [];

    public Expression? Where { get; init; }

    public GroupByClause? GroupBy { get; init; }

    public Expression? Having { get; init; }

    public IReadOnlyList<NamedWindow> Windows { get; init; } = [];
}

/// <summary>One result column (or a star) and its alias, if one was written.</summary>
public sealed record SelectTarget(int Position, Expression Value, string? Alias) : SyntaxNode(Position);

/// <summary><c>DISTINCT</c>, or <c>DISTINCT ON (…)</c> if the list is not empty.</summary>
public sealed record DistinctClause(int Position, IReadOnlyList<Expression> On) : SyntaxNode(Position);

/// <summary><c>INTO [TEMP | UNLOGGED] [TABLE] name</c>.</summary>
public sealed record IntoClause(int Position, QualifiedName Name, bool IsTemporary, bool IsUnlogged) : SyntaxNode(Position);

/// <summary><c>GROUP BY [ALL | DISTINCT] …</c>.</summary>
public sealed record GroupByClause(int Position, bool IsDistinct, IReadOnlyList<GroupingItem> Items) : SyntaxNode(Position);

/// <summary>One item of GROUP BY or of GROUPING SETS.</summary>
public abstract record GroupingItem(int Position) : SyntaxNode(Position);

/// <summary>An expression; an implicit row stands for its fields as one set.</summary>
public sealed record GroupingValue(int Position, Expression Value) : GroupingItem(Position);

/// <summary><c>()</c>.</summary>
public sealed record EmptyGroupingSet(int Position) : GroupingItem(Position);

/// <summary><c>ROLLUP (…)</c>.</summary>
public sealed record RollupGrouping(int Position, IReadOnlyList<Expression> Items) : GroupingItem(Position);

/// <summary><c>CUBE (…)</c>.</summary>
public sealed record CubeGrouping(int Position, IReadOnlyList<Expression> Items) : GroupingItem(Position);

/// <summary><c>GROUPING SETS (…)</c>.</summary>
public sealed record GroupingSets(int Position, IReadOnlyList<GroupingItem> Items) : GroupingItem(Position);
