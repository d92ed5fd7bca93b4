namespace Granary.Grains.Interfaces.Query;

/// <summary>One live segment of a snapshot.</summary>
/// <param name="ObjectKey">Its object's key in the project's store.</param>
/// <param name="SizeInBytes">The object's size.</param>
/// <param name="RowCount">Its rows.</param>
public sealed record SegmentReference(string ObjectKey, long SizeInBytes, long RowCount);
