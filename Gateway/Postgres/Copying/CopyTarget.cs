using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>The columns that a COPY FROM fills, and the batch being filled. Batches are handed out when they are large enough.</summary>
internal sealed class CopyTarget
{
    // large enough that work by the batch is cheap, small enough that a few of them are no matter
    private const int MaxBatchRows = 16 * 1024;
    private const long MaxBatchBytes = 8 << 20;
    private const int RowsBetweenChecks = 256;

    private readonly Queue<CopyBatch> _full = new();
    private BatchBuilder _builder;
    private BatchBuilder? _spare;
    private long _firstLine = 1;
    private List<long>? _lines;

    /// <param name="table">The table's name, for errors.</param>
    /// <param name="columns">The columns in the order of the data's fields.</param>
    /// <param name="context">The session's settings.</param>
    public CopyTarget(string table, IReadOnlyList<ColumnDefinition> columns, WireContext context)
    {
        Table = table;
        Names = [.. columns.Select(column => column.Name)];
        Types = [.. columns.Select(column => column.Type)];
        Codecs = [.. columns.Select(column => WireTypes.For(column.Type))];
        Context = context;
        _builder = new BatchBuilder(Names, Types);
    }

    public string Table { get; }

    public string[] Names { get; }

    public DataType[] Types { get; }

    public WireCodec[] Codecs { get; }

    public WireContext Context { get; }

    /// <summary>The builders of the batch being filled, one for each column.</summary>
    public ColumnBuilder[] Builders => _builder.Columns;

    /// <summary>Rows read so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Ends a row that began on a line.</summary>
    public void EndRow(long line)
    {
        if (_builder.RowCount == 0) _firstLine = line;
        else if (_lines is null && line != _firstLine + _builder.RowCount)
            _lines = [.. Enumerable.Range(0, _builder.RowCount).Select(row => _firstLine + row)];
        _lines?.Add(line);
        _builder.EndRow();
        RowCount++;
        if (_builder.RowCount % RowsBetweenChecks == 0 && (_builder.RowCount >= MaxBatchRows || _builder.SizeInBytes >= MaxBatchBytes)) Seal();
    }

    /// <summary>Ends the batch being filled.</summary>
    public void Seal()
    {
        if (_builder.RowCount == 0) return;
        var full = new CopyBatch(_builder, Table, _firstLine, _lines);
        _full.Enqueue(full);
        _builder = _spare ?? new BatchBuilder(Names, Types, BatchCapacity.Of(full.Rows));
        (_spare, _lines) = (null, null);
    }

    /// <summary>The next full batch, or null.</summary>
    public CopyBatch? Take() => _full.TryDequeue(out var batch) ? batch : null;

    /// <summary>Fills a batch's buffers again: nobody reads its rows any more.</summary>
    public void Reuse(CopyBatch batch)
    {
        batch.Builder.Reset();
        _spare = batch.Builder;
    }

    /// <summary>Adds to an error which value it was about.</summary>
    public GranaryException Explain(GranaryException error, long line, int column, ReadOnlySpan<byte> value) =>
        CopyErrors.WithWhere(error, CopyErrors.Where(Table, line, Names[column], value));
}
