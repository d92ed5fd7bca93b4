namespace Granary.Sql.Syntax;

/// <summary>
/// The name of a type. The grammar's own spellings are already PostgreSQL's: <c>int</c> is <c>pg_catalog.int4</c>,
/// <c>double precision</c> is <c>pg_catalog.float8</c>, <c>timestamp with time zone</c> is <c>pg_catalog.timestamptz</c>.
/// </summary>
public sealed record TypeName(int Position, QualifiedName Name) : SyntaxNode(Position)
{
    /// <summary>The modifiers in parentheses, as in <c>numeric(10, 2)</c> or <c>timestamp(3)</c>. A bare <c>char</c> and
    /// a bare <c>bit</c> have the modifier 1, as in PostgreSQL.</summary>
    public IReadOnlyList<Expression> Modifiers { get; init; } = [];

    /// <summary>The fields of an interval type, as in <c>interval hour to minute</c>.</summary>
    public IntervalFields? IntervalFields { get; init; }

    /// <summary>One entry for each array dimension; its declared size or null. Empty for a type that is no array.</summary>
    public IReadOnlyList<int?> ArrayBounds { get; init; } = [];

    /// <summary>True for <c>SETOF</c>, which only a function's declaration may use.</summary>
    public bool IsSetOf { get; init; }

    public bool IsArray => ArrayBounds.Count > 0;
}

/// <summary>The fields that an interval type or literal keeps.</summary>
public enum IntervalFields
{
    Unspecified = 0,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    YearToMonth,
    DayToHour,
    DayToMinute,
    DayToSecond,
    HourToMinute,
    HourToSecond,
    MinuteToSecond,
}
