using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.DuckDb.Conversion;

/// <summary>Batches as a source that statements read; a column that a batch doesn't hold is null there.</summary>
/// <remarks>
/// The batches may be replaced between executions of a prepared statement, never during one: a chunk that DuckDB holds
/// points into the batches' memory.
/// </remarks>
internal sealed class BatchScanSource : IScanSource
{
    private readonly DataType[] _types;
    private volatile IReadOnlyList<ColumnBatch> _batches = [];

    public BatchScanSource(IReadOnlyList<string> names, IReadOnlyList<DataType> types, int maxThreads)
    {
        _types = [.. types];
        MaxThreads = maxThreads;
        Columns = [.. names.Select((name, index) => new DuckDbColumn(name, ColumnTypes.ToDuckDb(types[index])))];
    }

    public IReadOnlyList<DuckDbColumn> Columns { get; }

    public int MaxThreads { get; }

    public IReadOnlyList<ColumnBatch> Batches
    {
        get => _batches;
        set => _batches = value;
    }

    public long RowCount => _batches.Sum(batch => (long)batch.RowCount);

    public IScan Open(ReadOnlySpan<int> columns)
    {
        IReadOnlyList<ColumnBatch> batches = _batches;
        var wanted = new Column[batches.Count][];
        for (int batch = 0; batch < wanted.Length; batch++)
            wanted[batch] = Wanted(batches[batch], columns);
        return new BatchScan(batches, wanted, MaxThreads);
    }

    private Column[] Wanted(ColumnBatch batch, ReadOnlySpan<int> columns)
    {
        var found = new Column[columns.Length];
        for (int column = 0; column < found.Length; column++)
        {
            int index = columns[column];
            string name = Columns[index].Name;
            found[column] = Find(batch, index, name) ?? Column.AllNull(_types[index], batch.RowCount);
        }

        return found;
    }

    /// <summary>Batches of one table mostly hold its columns at the same places.</summary>
    private static Column? Find(ColumnBatch batch, int index, string name) =>
        index < batch.Names.Count && batch.Names[index] == name ? batch.Columns[index] : batch.Find(name);
}
