namespace Granary.Sql.Syntax;

/// <summary>
/// A function, aggregate or window function call. Functions with a syntax of their own are the call that PostgreSQL
/// turns them into, with <see cref="IsSqlSyntax"/> set: <c>EXTRACT(f FROM x)</c> is <c>pg_catalog.extract('f', x)</c>,
/// <c>POSITION(a IN b)</c> is <c>position(b, a)</c>, <c>TRIM</c> is <c>btrim</c>, <c>ltrim</c> or <c>rtrim</c>,
/// <c>x AT TIME ZONE z</c> is <c>timezone(z, x)</c>, and likewise <c>overlay</c>, <c>substring</c>, <c>normalize</c>,
/// <c>is_normalized</c>, <c>overlaps</c> and <c>pg_collation_for</c>.
/// </summary>
public sealed record FunctionCall(int Position, QualifiedName Name, IReadOnlyList<FunctionArgument> Arguments) : Expression(Position)
{
    /// <summary>True for <c>f(*)</c>.</summary>
    public bool IsStar { get; init; }

    public bool IsDistinct { get; init; }

    /// <summary>The ORDER BY inside the parentheses, or that of WITHIN GROUP if <see cref="IsWithinGroup"/>.</summary>
    public IReadOnlyList<SortItem> OrderBy { get; init; } = [];

    public bool IsWithinGroup { get; init; }

    public Expression? Filter { get; init; }

    public Window? Over { get; init; }

    public bool IsSqlSyntax { get; init; }
}

/// <summary>One argument, named if it was written <c>name =&gt; value</c> or <c>name := value</c>.</summary>
public sealed record FunctionArgument(int Position, string? Name, Expression Value) : SyntaxNode(Position)
{
    public bool IsVariadic { get; init; }
}
