namespace Granary.Sql.Syntax;

/// <summary><c>DECLARE name CURSOR FOR query</c>.</summary>
public sealed record DeclareCursorStatement(int Position, string Name, SelectStatement Query) : Statement(Position)
{
    public bool IsBinary { get; init; }

    /// <summary>True for SCROLL, false for NO SCROLL, null if neither was written.</summary>
    public bool? IsScroll { get; init; }

    /// <summary>True for INSENSITIVE, false for ASENSITIVE, null if neither was written.</summary>
    public bool? IsInsensitive { get; init; }

    public bool WithHold { get; init; }
}

/// <summary>Where a FETCH goes.</summary>
public enum FetchDirection
{
    Unspecified = 0,
    Forward,
    Backward,
    Absolute,
    Relative,
}

/// <summary>FETCH or MOVE. NEXT is forward 1, PRIOR backward 1, FIRST absolute 1, LAST absolute -1; ALL is <see cref="long.MaxValue"/>.</summary>
public sealed record FetchStatement(int Position, bool IsMove, FetchDirection Direction, long Count, string Cursor) : Statement(Position);

/// <summary><c>CLOSE name</c>; a null name is ALL.</summary>
public sealed record CloseCursorStatement(int Position, string? Name) : Statement(Position);
