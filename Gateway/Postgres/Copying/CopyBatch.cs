using Granary.Grains.Interfaces.Columns;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>Rows read by a COPY FROM, and the lines that they stood on.</summary>
internal sealed class CopyBatch(ColumnBatch rows, string table, long firstLine, List<long>? lines)
{
    public ColumnBatch Rows { get; } = rows;

    /// <summary>Where a row comes from, as an error's context says it.</summary>
    public string WhereOfRow(int row) => CopyErrors.Where(table, lines?[row] ?? firstLine + row);
}
