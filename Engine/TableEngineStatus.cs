using Granary.Grains.Interfaces;

namespace Granary.Engine;

/// <summary>How a table's engine stands, for people.</summary>
/// <param name="Table">The table.</param>
/// <param name="Version">The Delta version of the snapshot.</param>
/// <param name="SegmentCount">Live segments.</param>
/// <param name="TailRowCount">Rows not in a segment yet.</param>
/// <param name="TailBytes">Their bytes.</param>
/// <param name="AppendedSequence">The last sequence given out.</param>
/// <param name="AppliedSequence">The last sequence visible.</param>
/// <param name="FlushFailureCount">Flushes failed since the last success.</param>
/// <param name="LastFlushFailure">Why the last one failed, or null.</param>
public sealed record TableEngineStatus(
    TableId Table, long Version, int SegmentCount, long TailRowCount, long TailBytes, long AppendedSequence, long AppliedSequence,
    int FlushFailureCount, string? LastFlushFailure);
