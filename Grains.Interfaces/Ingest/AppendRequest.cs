using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Ingest;

/// <summary>Rows to append to one table, all or none.</summary>
/// <param name="Batches">The rows; the grain owns them from now on.</param>
public sealed record AppendRequest(IReadOnlyList<ColumnBatch> Batches)
{
    /// <summary>The most bytes of one append (64 MiB); a larger statement goes through a load.</summary>
    public const long MaxBytes = 64L << 20;

    /// <summary>
    /// What makes a repeat of this request known as one: it is answered as the first was, also after the table has moved to
    /// another silo. Null when the request is never repeated.
    /// </summary>
    public BatchId? BatchId { get; init; }

    /// <summary>All rows.</summary>
    public int RowCount => Batches.Sum(batch => batch.RowCount);

    /// <summary>Bytes of all rows in memory.</summary>
    public long SizeInBytes => Batches.Sum(batch => batch.SizeInBytes);
}
