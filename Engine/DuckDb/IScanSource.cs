namespace Granary.Engine.DuckDb;

/// <summary>
/// Rows of ours that a statement reads. Asked when a statement is planned and again each time it is run, on whatever
/// thread DuckDB does so.
/// </summary>
internal interface IScanSource
{
    /// <summary>The columns, in the order that <see cref="Open"/> counts; the same each time.</summary>
    IReadOnlyList<DuckDbColumn> Columns { get; }

    /// <summary>How many rows there are now.</summary>
    long RowCount { get; }

    /// <summary>Begins one pass over the rows that gives only the columns asked for, in that order.</summary>
    IScan Open(ReadOnlySpan<int> columns);
}
