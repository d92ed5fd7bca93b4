namespace Granary.Engine.DuckDb;

/// <summary>The name and type of a column that DuckDB gives or is given.</summary>
internal sealed record DuckDbColumn(string Name, DuckDbType Type);
