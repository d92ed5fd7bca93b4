using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Query;

/// <summary>
/// What one scan of a statement reads: local segment files and batches, together. One object that stands for several of the
/// statement's scans is read as one source.
/// </summary>
/// <param name="Names">The columns that the scan gives.</param>
/// <param name="Types">Their types.</param>
/// <param name="SegmentPaths">Files below the directories that the executor may read; they never change.</param>
/// <param name="Batches">The tail, or rows at hand; a column that a batch doesn't hold is null there.</param>
internal sealed record ScanInput(
    IReadOnlyList<string> Names, IReadOnlyList<DataType> Types, IReadOnlyList<string> SegmentPaths, IReadOnlyList<ColumnBatch> Batches);
