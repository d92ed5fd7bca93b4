using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Ingest;

namespace Granary.Engine.WriteAheadLog;

/// <summary>A record read back.</summary>
/// <param name="Epoch">The epoch of its writer.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="FirstHotDay">What divided hot from late rows when it was written.</param>
/// <param name="Batches">The rows.</param>
public sealed record WalRecord(long Epoch, long Sequence, int FirstHotDay, IReadOnlyList<ColumnBatch> Batches)
{
    /// <summary>What a repeat of the statement would be known by, or null.</summary>
    public BatchId? BatchId { get; init; }
}
