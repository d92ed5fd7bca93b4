using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Gateway.Ingest;

/// <summary>The rows of one project that a statement holds in memory, and the load that took earlier ones.</summary>
internal sealed class ProjectRows(TableSchema schema)
{
    // a batch of this many rows is kept as it is; smaller ones are copied together
    private const int WholeBatchRows = 1024;

    private readonly List<ColumnBatch> _batches = [];
    private BatchBuilder? _builder;
    private BatchCapacity? _lastCapacity;
    private long _batchBytes;

    /// <summary>The load that the project's rows go to; null while everything is in memory.</summary>
    public LoadId? Load { get; set; }

    public long SizeInBytes { get; private set; }

    /// <summary>Takes a batch, which is kept as it is when it is large.</summary>
    public void Add(ColumnBatch batch)
    {
        if (batch.RowCount < WholeBatchRows && (_builder is not null || _batches.Count > 0))
        {
            Builder().Append(batch);
        }
        else
        {
            Seal();
            _batches.Add(batch);
            _batchBytes += batch.SizeInBytes;
        }

        Count();
    }

    /// <summary>Copies some rows of a batch.</summary>
    public void Add(ColumnBatch batch, ReadOnlySpan<int> rows)
    {
        var builder = Builder();
        for (var i = 0; i < builder.Columns.Length; i++)
        {
            if (batch.Find(builder.Names[i]) is { } column) builder.Columns[i].AppendRows(column, rows);
            else builder.Columns[i].AppendNulls(rows.Length);
        }

        builder.EndRows(rows.Length);
        Count();
    }

    /// <summary>Hands the rows over and holds none.</summary>
    public IReadOnlyList<ColumnBatch> Take()
    {
        Seal();
        var batches = _batches.ToArray();
        _batches.Clear();
        (_batchBytes, SizeInBytes) = (0, 0);
        return batches;
    }

    private BatchBuilder Builder() => _builder ??= new BatchBuilder(schema, _lastCapacity);

    private void Seal()
    {
        if (_builder is null) return;
        var batch = _builder.ToBatch();
        _builder = null;
        _lastCapacity = BatchCapacity.Of(batch); // what comes next is mostly as much
        _batches.Add(batch);
        _batchBytes += batch.SizeInBytes;
    }

    private void Count() => SizeInBytes = _batchBytes + (_builder?.SizeInBytes ?? 0);
}
