using Granary.Engine.ObjectStores;
using Granary.Engine.Segments;
using Granary.Grains.Interfaces.Query;

namespace Granary.Engine.Delta;

/// <summary>Chooses, from memory, the segments that may hold rows inside of all ranges.</summary>
internal static class SegmentPruning
{
    /// <summary>Newest rows first, as in the snapshot.</summary>
    public static List<DeltaFile> Select(DeltaSnapshot snapshot, IReadOnlyList<PruningRange> ranges)
    {
        var dateColumn = snapshot.Schema?.DateColumn;
        var chosen = new List<DeltaFile>();
        foreach (var file in snapshot.Files)
        {
            if (MayHold(file, ranges, dateColumn)) chosen.Add(file);
        }
        return chosen;
    }

    private static bool MayHold(DeltaFile file, IReadOnlyList<PruningRange> ranges, string? dateColumn)
    {
        foreach (var range in ranges)
        {
            if (range.ColumnName == dateColumn && file.Date is { } date)
            {
                object day = (long)(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
                if (IsOutside(range, day, day)) return false;
            }
            else if (Find(file.Statistics, range.ColumnName) is { } column && IsOutside(range, column.Min, column.Max))
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsOutside(PruningRange range, object? min, object? max) =>
        IsLess(max, range.Lower) || IsLess(range.Upper, min);

    /// <summary>Surely less; false for what is unknown or can't be compared.</summary>
    private static bool IsLess(object? left, object? right) => (left, right) switch
    {
        (long l, long r) => l < r,
        (double l, double r) => l < r,
        (string l, string r) => ObjectKey.Compare(l, r) < 0,
        _ => false,
    };

    private static ColumnStatistics? Find(SegmentStatistics? statistics, string name)
    {
        if (statistics is null) return null;
        foreach (var column in statistics.Columns)
        {
            if (column.Name == name) return column;
        }
        return null;
    }
}
