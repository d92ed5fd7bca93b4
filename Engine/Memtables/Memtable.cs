using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Memtables;

/// <summary>
/// Rows in memory, in the order of their sequences. Small appends are copied into growing chunks, large batches are kept
/// as they are. Runs on the table's turn; the views it gives never change and may be read anywhere.
/// </summary>
internal sealed class Memtable(TableSchema schema, long createdAt)
{
    /// <summary>From this many rows on, keeping a batch costs less than copying it.</summary>
    private const int LeastRowsKept = 4096;

    private const int MaxChunkRows = 32_768;
    private const long MaxChunkBytes = 16L << 20;

    private readonly List<ColumnBatch> _batches = [];
    private readonly List<SequenceMark> _marks = [];
    private BatchBuilder? _chunk;
    private long _chunkBytes;
    private ColumnBatch? _chunkView;

    /// <summary>When it was begun, by the engine's clock.</summary>
    public long CreatedAt { get; } = createdAt;

    public long RowCount { get; private set; }

    /// <summary>Bytes of the rows.</summary>
    public long SizeInBytes { get; private set; }

    /// <summary>What the rows take from the ingest memory.</summary>
    public long ChargedBytes { get; private set; }

    /// <summary>The sequence of the first rows, 0 when empty.</summary>
    public long FirstSequence => _marks.Count == 0 ? 0 : _marks[0].Sequence;

    /// <summary>The sequence of the last rows, 0 when empty.</summary>
    public long LastSequence => _marks.Count == 0 ? 0 : _marks[^1].Sequence;

    /// <summary>What a batch takes from the ingest memory: growing chunks are half empty on average.</summary>
    public static long ChargeFor(ColumnBatch batch) => batch.RowCount >= LeastRowsKept ? batch.SizeInBytes : batch.SizeInBytes * 3 / 2 + 16L * batch.RowCount;

    /// <summary>Appends rows of a sequence not below the last one.</summary>
    public void Append(ColumnBatch batch, long sequence, long chargedBytes)
    {
        if (batch.RowCount >= LeastRowsKept) Keep(batch);
        else Copy(batch);
        RowCount += batch.RowCount;
        SizeInBytes += batch.SizeInBytes;
        ChargedBytes += chargedBytes;
        if (_marks.Count > 0 && _marks[^1].Sequence == sequence) _marks.RemoveAt(_marks.Count - 1);
        _marks.Add(new SequenceMark(sequence, RowCount));
    }

    /// <summary>All rows, as views.</summary>
    public void CopyViewsTo(List<ColumnBatch> views)
    {
        views.AddRange(_batches);
        if (_chunk is not null) views.Add(_chunkView ??= _chunk.ToBatch());
    }

    /// <summary>The rows above a sequence as a memtable of their own; this one is given up.</summary>
    /// <param name="sequence">At or above the first sequence and below the last one.</param>
    public Memtable After(long sequence)
    {
        var dropped = _marks.Last(mark => mark.Sequence <= sequence).RowsUpTo;
        var views = new List<ColumnBatch>();
        CopyViewsTo(views);
        var rest = new Memtable(schema, CreatedAt) { ChargedBytes = ChargedBytes };
        var skipped = 0L;
        foreach (var view in views)
        {
            var skip = (int)Math.Clamp(dropped - skipped, 0, view.RowCount);
            skipped += view.RowCount;
            if (skip < view.RowCount) rest._batches.Add(view.Slice(skip, view.RowCount - skip));
        }

        rest._marks.AddRange(_marks.Where(mark => mark.Sequence > sequence).Select(mark => mark with { RowsUpTo = mark.RowsUpTo - dropped }));
        rest.RowCount = RowCount - dropped;
        rest.SizeInBytes = rest._batches.Sum(batch => batch.SizeInBytes);
        return rest;
    }

    private void Keep(ColumnBatch batch)
    {
        EndChunk();
        _batches.Add(batch.WithColumnsOf(schema));
    }

    private void Copy(ColumnBatch batch)
    {
        if (_chunk is not null && (_chunk.RowCount + batch.RowCount > MaxChunkRows || _chunkBytes > MaxChunkBytes)) EndChunk();
        _chunk ??= new BatchBuilder(schema);
        _chunk.Append(batch);
        _chunkBytes += batch.SizeInBytes;
        _chunkView = null;
    }

    private void EndChunk()
    {
        if (_chunk is not null) _batches.Add(_chunkView ?? _chunk.ToBatch());
        (_chunk, _chunkView, _chunkBytes) = (null, null, 0);
    }

    private readonly record struct SequenceMark(long Sequence, long RowsUpTo);
}
