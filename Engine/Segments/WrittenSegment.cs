namespace Granary.Engine.Segments;

/// <summary>A segment that was encoded into a local file.</summary>
internal sealed record WrittenSegment(string Path, long SizeInBytes, SegmentStatistics Statistics);
