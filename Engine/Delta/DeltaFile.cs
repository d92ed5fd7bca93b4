using Granary.Engine.Delta.Actions;
using Granary.Engine.Segments;

namespace Granary.Engine.Delta;

/// <summary>A live segment of a snapshot.</summary>
/// <param name="Path">Relative to the table's root, not percent-encoded.</param>
/// <param name="SizeInBytes">The object's size.</param>
/// <param name="ModificationTime">Milliseconds since 1970.</param>
/// <param name="Date">The day of all its rows; null in tables of other writers without that partition.</param>
/// <param name="Statistics">What is known of its rows; null when its writer said nothing.</param>
internal sealed record DeltaFile(
    string Path, long SizeInBytes, long ModificationTime, DateOnly? Date, SegmentStatistics? Statistics)
{
    public required IReadOnlyDictionary<string, string?> PartitionValues { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>The newest time in it, for the order of segments; unknown counts as newest.</summary>
    public long NewestTime { get; init; } = long.MaxValue;

    /// <summary>The action that adds it again, as a log checkpoint holds it.</summary>
    public DeltaAction.Add ToAdd() => new(Path, SizeInBytes, ModificationTime, DataChange: false)
    {
        PartitionValues = PartitionValues,
        Tags = Tags,
        Stats = Statistics is null ? null : StatisticsJson.Write(Statistics),
    };
}
