namespace Granary.Grains.Interfaces.Ingest;

/// <summary>What an acknowledged write gave.</summary>
/// <param name="RowCount">Rows made durable.</param>
/// <param name="Sequence">The table's sequence number of the write, or of the Delta version for a load; rises with each.</param>
public sealed record AppendResult(long RowCount, long Sequence);
