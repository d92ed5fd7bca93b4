namespace Granary.Sql.Syntax;

/// <summary>What follows OVER: a name or a specification.</summary>
public abstract record Window(int Position) : SyntaxNode(Position);

/// <summary><c>OVER w</c>.</summary>
public sealed record WindowReference(int Position, string Name) : Window(Position);

/// <summary><c>OVER ([base] [PARTITION BY …] [ORDER BY …] [frame])</c>.</summary>
public sealed record WindowSpecification(int Position, string? BaseName) : Window(Position)
{
    public IReadOnlyList<Expression> PartitionBy { get; init; } = [];

    public IReadOnlyList<SortItem> OrderBy { get; init; } = [];

    /// <summary>The frame, or null for PostgreSQL's default (RANGE UNBOUNDED PRECEDING to CURRENT ROW).</summary>
    public WindowFrame? Frame { get; init; }
}

/// <summary>One entry of the WINDOW clause.</summary>
public sealed record NamedWindow(int Position, string Name, WindowSpecification Specification) : SyntaxNode(Position);

/// <summary>The unit of a window frame.</summary>
public enum FrameMode
{
    Unspecified = 0,
    Range,
    Rows,
    Groups,
}

/// <summary>Where a frame begins or ends.</summary>
public enum FrameBoundKind
{
    Unspecified = 0,
    UnboundedPreceding,
    OffsetPreceding,
    CurrentRow,
    OffsetFollowing,
    UnboundedFollowing,
}

/// <summary>The rows that a frame leaves out.</summary>
public enum FrameExclusion
{
    NoOthers = 0,
    CurrentRow,
    Group,
    Ties,
}

/// <summary>A window frame; without BETWEEN the end is CURRENT ROW.</summary>
public sealed record WindowFrame(int Position, FrameMode Mode, FrameBound Start, FrameBound End, FrameExclusion Exclusion)
    : SyntaxNode(Position);

/// <summary>One bound; the offset is there for the two offset kinds.</summary>
public sealed record FrameBound(int Position, FrameBoundKind Kind, Expression? Offset) : SyntaxNode(Position);
