namespace Granary.Engine.Segments;

/// <summary>A row of one of several batches.</summary>
internal readonly record struct RowReference(int Batch, int Row);
