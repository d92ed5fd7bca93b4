using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Memtables;

/// <summary>Divides a batch into hot and late rows by its date column: the same way at append and at replay.</summary>
internal static class LaneSplit
{
    /// <summary>The rows of one lane, or null when there are none. Copies only when a batch holds both.</summary>
    public static ColumnBatch? Select(ColumnBatch batch, string dateColumn, int firstHotDay, RowLane lane)
    {
        var dates = batch.Find(dateColumn)!.Values<int>();
        var hot = CountHot(dates, firstHotDay);
        var wanted = lane == RowLane.Hot ? hot : dates.Length - hot;
        if (wanted == 0) return null;
        return wanted == dates.Length ? batch : batch.Take(Rows(dates, firstHotDay, lane, wanted));
    }

    private static int CountHot(ReadOnlySpan<int> dates, int firstHotDay)
    {
        var hot = 0;
        foreach (var date in dates) hot += date >= firstHotDay ? 1 : 0;
        return hot;
    }

    private static int[] Rows(ReadOnlySpan<int> dates, int firstHotDay, RowLane lane, int count)
    {
        var (rows, at) = (new int[count], 0);
        for (var row = 0; row < dates.Length; row++)
            if (dates[row] >= firstHotDay == (lane == RowLane.Hot)) rows[at++] = row;
        return rows;
    }
}
