using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Conversion;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Segments;

/// <summary>The rows of a segment as a source for the statement that writes it, in the segment's order.</summary>
/// <remarks>Each thread takes whole row groups, so that what lies together in the order lies together in the file.</remarks>
internal sealed class SegmentScanSource : IScanSource
{
    private readonly SegmentRows _rows;
    private readonly int _rowsPerGroup;
    private readonly ColumnGather[] _gathers;
    private readonly int _maxThreads;

    public SegmentScanSource(TableSchema schema, SegmentRows rows, int rowsPerGroup, int maxThreads)
    {
        _rows = rows;
        _rowsPerGroup = rowsPerGroup;
        _maxThreads = maxThreads;
        Columns = [.. schema.Columns.Select(column => new DuckDbColumn(column.Name, ColumnTypes.ToDuckDb(column.Type)))];
        _gathers = [.. schema.Columns.Select(column => new ColumnGather(column.Type, ColumnsOf(column)))];
    }

    public IReadOnlyList<DuckDbColumn> Columns { get; }

    public long RowCount => _rows.Count;

    public IScan Open(ReadOnlySpan<int> columns)
    {
        var wanted = new ColumnGather[columns.Length];
        for (int column = 0; column < wanted.Length; column++)
            wanted[column] = _gathers[columns[column]];
        return new Pass(this, wanted);
    }

    private Column[] ColumnsOf(ColumnDefinition definition) =>
        [.. _rows.Batches.Select(batch => batch.Find(definition.Name) ?? Column.AllNull(definition.Type, batch.RowCount))];

    private sealed class Pass(SegmentScanSource source, ColumnGather[] columns) : IScan
    {
        private int _nextGroup = -1;

        public int MaxThreads =>
            Math.Clamp((source._rows.Count + source._rowsPerGroup - 1) / source._rowsPerGroup, 1, source._maxThreads);

        public IScanCursor CreateCursor() => new Cursor(this);

        private sealed class Cursor(Pass pass) : IScanCursor
        {
            private int _next;
            private int _end;

            public int Fill(ScanChunk chunk)
            {
                if (_next == _end && !TakeGroup())
                    return 0;

                int count = Math.Min(ScanChunk.Capacity, _end - _next);
                ReadOnlySpan<RowReference> rows = pass.Source._rows.Order.AsSpan(_next, count);
                for (int column = 0; column < pass.Columns.Length; column++)
                    pass.Columns[column].Fill(chunk.Column(column), rows);
                _next += count;
                return count;
            }

            private bool TakeGroup()
            {
                long start = (long)Interlocked.Increment(ref pass._nextGroup) * pass.Source._rowsPerGroup;
                if (start >= pass.Source._rows.Count)
                    return false;

                _next = (int)start;
                _end = (int)Math.Min(start + pass.Source._rowsPerGroup, pass.Source._rows.Count);
                return true;
            }
        }

        private SegmentScanSource Source => source;

        private ColumnGather[] Columns => columns;
    }
}
