using Granary.Grains.Interfaces.Columns;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>Rows read by a COPY FROM, and the lines that they stood on.</summary>
internal sealed class CopyBatch(BatchBuilder builder, string table, long firstLine, List<long>? lines)
{
    /// <summary>The rows; whoever keeps them owns the buffers behind them from then on.</summary>
    public ColumnBatch Rows { get; } = builder.ToBatch();

    /// <summary>What filled the buffers, and may again once the rows were copied elsewhere.</summary>
    public BatchBuilder Builder { get; } = builder;

    /// <summary>Where a row comes from, as an error's context says it.</summary>
    public string WhereOfRow(int row) => CopyErrors.Where(table, lines?[row] ?? firstLine + row);
}
