using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.DuckDb.Conversion;

/// <summary>
/// One pass over batches. The rows are cut into chunks beforehand, small batches sharing one, so that threads need only
/// count up to take their next work.
/// </summary>
internal sealed class BatchScan : IScan, IScanCursor
{
    private readonly Column[][] _columns;
    private readonly List<Piece> _pieces = [];
    private readonly List<int> _chunkStarts = [];
    private int _nextChunk = -1;

    public BatchScan(IReadOnlyList<ColumnBatch> batches, Column[][] columns, int maxThreads)
    {
        _columns = columns;
        Cut(batches);
        MaxThreads = Math.Clamp(_chunkStarts.Count, 1, maxThreads);
    }

    public int MaxThreads { get; }

    public IScanCursor CreateCursor() => this;

    public int Fill(ScanChunk chunk)
    {
        int index = Interlocked.Increment(ref _nextChunk);
        if (index >= _chunkStarts.Count)
            return 0;

        int end = index + 1 < _chunkStarts.Count ? _chunkStarts[index + 1] : _pieces.Count;
        int rows = 0;
        for (int piece = _chunkStarts[index]; piece < end; piece++)
        {
            FillPiece(chunk, _pieces[piece], rows);
            rows += _pieces[piece].Count;
        }

        return rows;
    }

    private void FillPiece(ScanChunk chunk, Piece piece, int at)
    {
        Column[] columns = _columns[piece.Batch];
        for (int column = 0; column < columns.Length; column++)
            VectorFiller.Fill(chunk.Column(column), columns[column], piece.Start, piece.Count, at);
    }

    private void Cut(IReadOnlyList<ColumnBatch> batches)
    {
        int room = 0;
        for (int batch = 0; batch < batches.Count; batch++)
        {
            for (int start = 0; start < batches[batch].RowCount;)
            {
                if (room == 0)
                {
                    _chunkStarts.Add(_pieces.Count);
                    room = ScanChunk.Capacity;
                }

                int count = Math.Min(room, batches[batch].RowCount - start);
                _pieces.Add(new Piece(batch, start, count));
                start += count;
                room -= count;
            }
        }
    }

    /// <summary>Rows of one batch that lie in one chunk.</summary>
    private readonly record struct Piece(int Batch, int Start, int Count);
}
