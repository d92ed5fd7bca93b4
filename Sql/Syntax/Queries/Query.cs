namespace Granary.Sql.Syntax;

/// <summary>A query with the clauses that may surround any body. Parentheses leave no trace: <c>(SELECT 1 ORDER BY 1) LIMIT 1</c>
/// is one query; only the operands of a set operation keep clauses of their own.</summary>
public sealed record Query(int Position, QueryBody Body) : SyntaxNode(Position)
{
    public WithClause? With { get; init; }

    public IReadOnlyList<SortItem> OrderBy { get; init; } = [];

    public LimitClause? Limit { get; init; }

    public IReadOnlyList<LockingClause> Locking { get; init; } = [];
}

/// <summary>What a query computes: SELECT, VALUES or a set operation.</summary>
public abstract record QueryBody(int Position) : SyntaxNode(Position);

/// <summary><c>VALUES (…), (…)</c>; all rows have the same length.</summary>
public sealed record ValuesBody(int Position, IReadOnlyList<IReadOnlyList<Expression>> Rows) : QueryBody(Position);

/// <summary>The set operators.</summary>
public enum SetOperator
{
    Unspecified = 0,
    Union,
    Intersect,
    Except,
}

/// <summary><c>left UNION | INTERSECT | EXCEPT [ALL] right</c>. Chains nest on the left.</summary>
public sealed record SetOperation(int Position, SetOperator Operator, bool IsAll, Query Left, Query Right) : QueryBody(Position);

/// <summary>One sort key.</summary>
public sealed record SortItem(int Position, Expression Value) : SyntaxNode(Position)
{
    public SortDirection Direction { get; init; }

    /// <summary>The operator of <c>USING op</c>, or null.</summary>
    public OperatorName? UsingOperator { get; init; }

    public NullsOrder Nulls { get; init; }
}

/// <summary>ASC or DESC, or neither written (ascending).</summary>
public enum SortDirection
{
    Default = 0,
    Ascending,
    Descending,
}

/// <summary>NULLS FIRST or LAST, or neither written (last when ascending, first when descending).</summary>
public enum NullsOrder
{
    Default = 0,
    First,
    Last,
}

/// <summary>LIMIT, OFFSET and FETCH FIRST together. A null count is no limit; <c>LIMIT ALL</c> is a null count too.</summary>
public sealed record LimitClause(int Position, Expression? Count, Expression? Offset, bool WithTies) : SyntaxNode(Position);

/// <summary>The strength of a row lock.</summary>
public enum RowLockStrength
{
    Unspecified = 0,
    Update,
    NoKeyUpdate,
    Share,
    KeyShare,
}

/// <summary>What a row lock does about a row that is locked.</summary>
public enum RowLockWait
{
    Block = 0,
    NoWait,
    SkipLocked,
}

/// <summary><c>FOR UPDATE [OF …] [NOWAIT | SKIP LOCKED]</c>.</summary>
public sealed record LockingClause(int Position, RowLockStrength Strength, IReadOnlyList<QualifiedName> Tables, RowLockWait Wait)
    : SyntaxNode(Position);
