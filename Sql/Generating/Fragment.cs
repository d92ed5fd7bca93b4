namespace Granary.Sql.Generating;

/// <summary>Generated text of one expression. A numeric has a scale, which DuckDB fixes before it runs.</summary>
/// <param name="Sql">The text, in parentheses where precedence could matter.</param>
/// <param name="Scale">Digits after the point, for numerics and arrays of them.</param>
internal readonly record struct Fragment(string Sql, int Scale = 0)
{
    public static implicit operator Fragment(string sql) => new(sql);
}
