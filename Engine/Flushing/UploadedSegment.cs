using Granary.Engine.Delta.Actions;

namespace Granary.Engine.Flushing;

/// <summary>A segment that lies in the store under its final name; no snapshot holds it until a commit adds it.</summary>
/// <param name="Path">Relative to the table's root.</param>
/// <param name="Add">The action that adds it.</param>
internal sealed record UploadedSegment(string Path, DeltaAction.Add Add);
