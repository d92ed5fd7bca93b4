using System.Globalization;
using Granary.Engine.Delta.Actions;
using Granary.Engine.Segments;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Delta;

/// <summary>Makes the actions that flush and compaction commit.</summary>
internal static class DeltaActions
{
    /// <summary>The first commit's actions of a new table.</summary>
    public static IReadOnlyList<DeltaAction> CreateTable(TableSchema schema, string tableId, DateTimeOffset now) =>
        [DeltaSchema.ProtocolFor(schema), DeltaSchema.ToMetadata(schema, tableId, now)];

    /// <summary>Adds an uploaded segment.</summary>
    /// <param name="schema">The table's schema.</param>
    /// <param name="path">Relative to the table's root, from <see cref="ObjectStores.TablePaths.Segment"/>.</param>
    /// <param name="date">The day of all its rows.</param>
    /// <param name="segment">Its size and statistics.</param>
    /// <param name="now">The time of the write.</param>
    /// <param name="isNewData">False when the rows were in the table before.</param>
    public static DeltaAction.Add Add(
        TableSchema schema, string path, DateOnly date, WrittenSegment segment, DateTimeOffset now, bool isNewData) =>
        new(path, segment.SizeInBytes, now.ToUnixTimeMilliseconds(), isNewData)
        {
            PartitionValues = new Dictionary<string, string?>
            {
                [schema.DateColumn] = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            },
            Stats = StatisticsJson.Write(segment.Statistics),
        };

    /// <summary>Takes a live segment out.</summary>
    public static DeltaAction.Remove Remove(DeltaFile file, DateTimeOffset now, bool isDataGone) =>
        new(file.Path, now.ToUnixTimeMilliseconds(), isDataGone)
        {
            SizeInBytes = file.SizeInBytes,
            PartitionValues = file.PartitionValues,
        };
}
