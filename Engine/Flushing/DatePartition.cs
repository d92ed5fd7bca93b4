using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Flushing;

/// <summary>Divides batches by the date of their rows: a segment holds one day.</summary>
internal static class DatePartition
{
    /// <summary>The days (since 1970-01-01), each with its rows in their order. Slices where days come in runs, copies where they are mixed.</summary>
    public static SortedDictionary<int, List<ColumnBatch>> Divide(IEnumerable<ColumnBatch> batches, string dateColumn)
    {
        var days = new SortedDictionary<int, List<ColumnBatch>>();
        foreach (var batch in batches) Divide(batch, dateColumn, days);
        return days;
    }

    private static void Divide(ColumnBatch batch, string dateColumn, SortedDictionary<int, List<ColumnBatch>> days)
    {
        var dates = batch.Find(dateColumn)!.Values<int>();
        var runs = CountRuns(dates);
        if (runs <= 4 + dates.Length / 1024) AddRuns(batch, dates, days);
        else AddCopies(batch, dates, days);
    }

    private static int CountRuns(ReadOnlySpan<int> dates)
    {
        var runs = dates.Length > 0 ? 1 : 0;
        for (var row = 1; row < dates.Length; row++) runs += dates[row] != dates[row - 1] ? 1 : 0;
        return runs;
    }

    private static void AddRuns(ColumnBatch batch, ReadOnlySpan<int> dates, SortedDictionary<int, List<ColumnBatch>> days)
    {
        for (var start = 0; start < dates.Length;)
        {
            var end = start + 1;
            while (end < dates.Length && dates[end] == dates[start]) end++;
            RowsOf(days, dates[start]).Add(batch.Slice(start, end - start));
            start = end;
        }
    }

    private static void AddCopies(ColumnBatch batch, ReadOnlySpan<int> dates, SortedDictionary<int, List<ColumnBatch>> days)
    {
        var rows = new Dictionary<int, List<int>>();
        for (var row = 0; row < dates.Length; row++)
        {
            if (!rows.TryGetValue(dates[row], out var list)) rows.Add(dates[row], list = []);
            list.Add(row);
        }

        foreach (var (day, list) in rows)
            RowsOf(days, day).Add(batch.Take(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list)));
    }

    private static List<ColumnBatch> RowsOf(SortedDictionary<int, List<ColumnBatch>> days, int day)
    {
        if (!days.TryGetValue(day, out var rows)) days.Add(day, rows = []);
        return rows;
    }
}
