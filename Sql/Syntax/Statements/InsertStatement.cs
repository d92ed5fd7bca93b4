namespace Granary.Sql.Syntax;

/// <summary><c>INSERT INTO …</c>.</summary>
public sealed record InsertStatement(int Position, QualifiedName Target, InsertSource Source) : Statement(Position)
{
    public WithClause? With { get; init; }

    public string? Alias { get; init; }

    /// <summary>The target columns; empty when no list was written.</summary>
    public IReadOnlyList<TargetColumn> Columns { get; init; } = [];

    public InsertOverriding Overriding { get; init; }

    public OnConflictClause? OnConflict { get; init; }

    /// <summary>The RETURNING list; empty without one.</summary>
    public IReadOnlyList<SelectTarget> Returning { get; init; } = [];
}

/// <summary>A column that is assigned to, perhaps only a part of it: <c>a</c>, <c>a[1]</c>, <c>a.b</c>.</summary>
public sealed record TargetColumn(int Position, string Name, IReadOnlyList<TargetPart> Parts) : SyntaxNode(Position);

/// <summary>A step into a target column: a field or a subscript, one of them null.</summary>
public sealed record TargetPart(int Position, string? Field, Subscript? Subscript) : SyntaxNode(Position);

/// <summary>What OVERRIDING … VALUE says about identity columns.</summary>
public enum InsertOverriding
{
    None = 0,
    System,
    User,
}

/// <summary>Where the rows of an INSERT come from.</summary>
public abstract record InsertSource(int Position) : SyntaxNode(Position);

/// <summary><c>DEFAULT VALUES</c>.</summary>
public sealed record DefaultValuesSource(int Position) : InsertSource(Position);

/// <summary>A query; mostly one whose body is a <see cref="ValuesBody"/>, whose values may be <see cref="DefaultExpression"/>.</summary>
public sealed record QuerySource(int Position, Query Query) : InsertSource(Position);

/// <summary><c>ON CONFLICT …</c>.</summary>
public sealed record OnConflictClause(int Position, ConflictTarget? Target, ConflictUpdate? Update) : SyntaxNode(Position)
{
    /// <summary>True for <c>DO NOTHING</c>.</summary>
    public bool IsDoNothing => Update is null;
}

/// <summary>The constraint or the columns whose conflict is meant.</summary>
public abstract record ConflictTarget(int Position) : SyntaxNode(Position);

/// <summary><c>ON CONFLICT ON CONSTRAINT name</c>.</summary>
public sealed record ConflictConstraint(int Position, string Name) : ConflictTarget(Position);

/// <summary><c>ON CONFLICT (a, lower(b)) [WHERE …]</c>.</summary>
public sealed record ConflictColumns(int Position, IReadOnlyList<ConflictColumn> Columns, Expression? Where) : ConflictTarget(Position);

/// <summary>One element of a conflict target: a <see cref="ColumnReference"/> or another expression.</summary>
public sealed record ConflictColumn(int Position, Expression Value, QualifiedName? Collation, QualifiedName? OperatorClass)
    : SyntaxNode(Position);

/// <summary><c>DO UPDATE SET … [WHERE …]</c>.</summary>
public sealed record ConflictUpdate(int Position, IReadOnlyList<Assignment> Assignments, Expression? Where) : SyntaxNode(Position);

/// <summary><c>a = value</c>, or <c>(a, b) = value</c> with several targets.</summary>
public sealed record Assignment(int Position, IReadOnlyList<TargetColumn> Targets, bool IsMultiple, Expression Value) : SyntaxNode(Position);
