namespace Granary.Sql.Generating;

/// <summary>Generated text of one expression. A numeric has a scale, which DuckDB fixes before it runs.</summary>
/// <param name="Sql">The text, in parentheses where precedence could matter.</param>
/// <param name="Scale">Digits after the point, for numerics and arrays of them.</param>
internal readonly record struct Fragment(string Sql, int Scale = 0)
{
    /// <summary>For a numeric whose scale is only known row by row: text that gives PostgreSQL's text of it, or null.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the value was computed from such a numeric.</summary>
    public bool IsOpen { get; init; }

    public static implicit operator Fragment(string sql) => new(sql);
}
