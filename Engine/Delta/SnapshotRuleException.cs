namespace Granary.Engine.Delta;

/// <summary>Actions don't fit the snapshot that they follow; caught where it is known who made them.</summary>
internal sealed class SnapshotRuleException(string problem) : Exception(problem);
