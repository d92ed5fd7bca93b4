using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Query;

/// <summary>What to read for a scan of one table: taken in one turn, fixed for the statement.</summary>
/// <param name="Table">The table.</param>
/// <param name="Version">The Delta version of the snapshot, -1 before the first commit.</param>
/// <param name="Sequence">The last sequence in the tail or snapshot.</param>
/// <param name="Segments">The segments that may hold wanted rows, newest first.</param>
/// <param name="Tail">The rows that are not in the snapshot; views that never change.</param>
public sealed record TableScan(
    TableId Table, long Version, long Sequence, IReadOnlyList<SegmentReference> Segments, IReadOnlyList<ColumnBatch> Tail);
