using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Segments;

/// <summary>What a commit says of a segment's rows: their number, and each column's nulls, least and greatest value.</summary>
internal sealed record SegmentStatistics(long RowCount, IReadOnlyList<ColumnStatistics> Columns)
{
    /// <summary>Computes the statistics of all rows of some batches, for the columns of a schema in its order.</summary>
    public static SegmentStatistics Compute(TableSchema schema, IReadOnlyList<ColumnBatch> batches)
    {
        long rowCount = batches.Sum(batch => (long)batch.RowCount);
        var columns = new ColumnStatistics[schema.Columns.Count];
        for (int column = 0; column < columns.Length; column++)
        {
            ColumnDefinition definition = schema.Columns[column];
            columns[column] = ColumnStatisticsBuilder.Compute(
                definition,
                [.. batches.Select(batch => Find(batch, column, definition.Name)).OfType<Column>()],
                rowCount);
        }

        return new SegmentStatistics(rowCount, columns);
    }

    private static Column? Find(ColumnBatch batch, int index, string name) =>
        index < batch.Names.Count && batch.Names[index] == name ? batch.Columns[index] : batch.Find(name);
}
