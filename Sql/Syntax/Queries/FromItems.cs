namespace Granary.Sql.Syntax;

/// <summary>One item of a FROM list: the root of a closed family.</summary>
public abstract record FromItem(int Position) : SyntaxNode(Position);

/// <summary>An alias with, perhaps, names for the columns.</summary>
public sealed record TableAlias(int Position, string Name, IReadOnlyList<string> Columns) : SyntaxNode(Position);

/// <summary>A table or view (or a common table expression) by name. <c>t *</c> is the default, <c>ONLY t</c> is kept.</summary>
public sealed record TableReference(int Position, QualifiedName Name) : FromItem(Position)
{
    public bool IsOnly { get; init; }

    public TableAlias? Alias { get; init; }

    public TableSample? Sample { get; init; }
}

/// <summary><c>TABLESAMPLE method (arguments) [REPEATABLE (seed)]</c>.</summary>
public sealed record TableSample(int Position, QualifiedName Method, IReadOnlyList<Expression> Arguments, Expression? Repeatable)
    : SyntaxNode(Position);

/// <summary><c>[LATERAL] (query) AS alias</c>.</summary>
public sealed record SubqueryReference(int Position, Query Query, TableAlias Alias) : FromItem(Position)
{
    public bool IsLateral { get; init; }
}

/// <summary><c>[LATERAL] f(…)</c> or <c>ROWS FROM (f(…), g(…))</c>, with or without ordinality.</summary>
public sealed record FunctionReference(int Position, IReadOnlyList<TableFunction> Functions) : FromItem(Position)
{
    public bool IsLateral { get; init; }

    public bool IsRowsFrom { get; init; }

    public bool WithOrdinality { get; init; }

    public TableAlias? Alias { get; init; }

    /// <summary>The list of <c>AS [alias] (column type, …)</c>, for functions that return <c>record</c>.</summary>
    public IReadOnlyList<ColumnDefinition> ColumnDefinitions { get; init; } = [];
}

/// <summary>One function in FROM: a <see cref="FunctionCall"/>, or another expression that PostgreSQL's grammar lets in
/// there (<c>CAST</c>, <c>COALESCE</c>, <c>CURRENT_DATE</c> …).</summary>
public sealed record TableFunction(int Position, Expression Call) : SyntaxNode(Position)
{
    /// <summary>Inside ROWS FROM: <c>f(…) AS (column type, …)</c>.</summary>
    public IReadOnlyList<ColumnDefinition> ColumnDefinitions { get; init; } = [];
}

/// <summary>A column's name and type in a column definition list.</summary>
public sealed record ColumnDefinition(int Position, string Name, TypeName Type, QualifiedName? Collation) : SyntaxNode(Position);

/// <summary>The kinds of join.</summary>
public enum JoinKind
{
    Unspecified = 0,
    Cross,
    Inner,
    Left,
    Right,
    Full,
}

/// <summary>A join. Chains nest on the left.</summary>
public sealed record JoinReference(int Position, JoinKind Kind, FromItem Left, FromItem Right) : FromItem(Position)
{
    public bool IsNatural { get; init; }

    public Expression? On { get; init; }

    /// <summary>The columns of USING, or null.</summary>
    public IReadOnlyList<string>? Using { get; init; }

    /// <summary>The name of <c>USING (…) AS name</c>, or null.</summary>
    public string? UsingAlias { get; init; }

    /// <summary>The alias of a parenthesised join, or null.</summary>
    public TableAlias? Alias { get; init; }
}
