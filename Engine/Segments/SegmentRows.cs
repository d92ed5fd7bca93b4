using System.Runtime.InteropServices;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Segments;

/// <summary>The rows of a segment to be written, and the order in which they stand there.</summary>
internal sealed class SegmentRows
{
    private SegmentRows(IReadOnlyList<ColumnBatch> batches, RowReference[] order)
    {
        Batches = batches;
        Order = order;
    }

    public IReadOnlyList<ColumnBatch> Batches { get; }

    /// <summary>Every row of the batches, once.</summary>
    public RowReference[] Order { get; }

    public int Count => Order.Length;

    /// <summary>Whether a column may hold anything but NULL.</summary>
    public bool HasValues(string column) => Batches.Any(batch => batch.Find(column) is { IsAllNull: false });

    /// <summary>
    /// All rows of some batches, newest first: what is asked for most lies in the first row groups. Rows of the same time
    /// stand in the order opposite to that in which they came.
    /// </summary>
    public static SegmentRows NewestFirst(IReadOnlyList<ColumnBatch> batches, string timeColumn)
    {
        int count = checked((int)batches.Sum(batch => (long)batch.RowCount));
        var times = new long[count];
        var order = new RowReference[count];
        int at = count;
        // filled from the end, so that rows that came in order are sorted already
        for (int batch = 0; batch < batches.Count; batch++)
        {
            Column column = batches[batch].Find(timeColumn)
                ?? throw new ArgumentException($"a batch has no column {timeColumn}", nameof(batches));
            ReadOnlySpan<long> values = column.Values<long>();
            for (int row = 0; row < values.Length; row++)
            {
                at--;
                times[at] = ~values[row];
                order[at] = new RowReference(batch, row);
            }
        }

        if (!IsSorted(times))
            Array.Sort(times, order);
        return new SegmentRows(batches, order);
    }

    /// <summary>All rows of some batches as they stand.</summary>
    public static SegmentRows InOrder(IReadOnlyList<ColumnBatch> batches)
    {
        var order = new List<RowReference>();
        for (int batch = 0; batch < batches.Count; batch++)
        {
            for (int row = 0; row < batches[batch].RowCount; row++)
                order.Add(new RowReference(batch, row));
        }

        return new SegmentRows(batches, CollectionsMarshal.AsSpan(order).ToArray());
    }

    private static bool IsSorted(long[] values)
    {
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] < values[i - 1])
                return false;
        }

        return true;
    }
}
