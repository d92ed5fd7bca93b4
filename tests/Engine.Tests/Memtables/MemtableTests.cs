using Granary.Engine.Memtables;
using Granary.Engine.Tests.TableEngines;
using Granary.Grains.Interfaces.Columns;
using Granary.Testing;

namespace Granary.Engine.Tests.Memtables;

public sealed class MemtableTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 5, 12, 0, 0, TimeSpan.Zero);

    private static List<long> Ids(Memtable memtable)
    {
        var views = new List<ColumnBatch>();
        memtable.CopyViewsTo(views);
        return [.. views.SelectMany(view => view.Find("id")!.Values<long>().ToArray())];
    }

    [Fact]
    public void Views_taken_earlier_never_change()
    {
        var memtable = new Memtable(TestRows.Schema, createdAt: 0);
        var views = new List<ColumnBatch>();
        memtable.Append(TestRows.Batch(1, 3, Now, body: "early"), 1, 0);
        memtable.CopyViewsTo(views);
        for (var i = 2; i < 3000; i++) memtable.Append(TestRows.Batch(i * 10, 7, Now, body: "later"), i, 0);
        var view = Assert.Single(views);
        Assert.Equal([1, 2, 3], view.Find("id")!.Values<long>().ToArray());
        Assert.Equal("early"u8, view.Find("body")!.GetBytes(2));
        Assert.Equal(3 + 2998 * 7, Ids(memtable).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(40)]
    public void The_rows_after_a_sequence_are_exactly_those(int sequence)
    {
        var memtable = new Memtable(TestRows.Schema, createdAt: 0);
        var expected = new List<long>();
        for (var i = 1; i <= 41; i++)
        {
            // small ones are copied, each eighth is large enough to be kept; two batches of one statement share a sequence
            var rows = i % 8 == 0 ? 5000 : i;
            memtable.Append(TestRows.Batch(i * 10_000, rows, Now), i, 10);
            memtable.Append(TestRows.Batch(i * 10_000 + 9000, 2, Now), i, 10);
            if (i > sequence) expected.AddRange(Enumerable.Range(0, rows).Select(row => i * 10_000L + row).Concat([i * 10_000 + 9000, i * 10_000 + 9001]));
        }

        var rest = sequence == 0 ? memtable : memtable.After(sequence);
        Assert.Equal(expected, Ids(rest));
        Assert.Equal((expected.Count, sequence + 1, 41), (rest.RowCount, rest.FirstSequence, rest.LastSequence));
    }

    [Fact]
    public void A_lane_drops_what_a_snapshot_holds_and_keeps_the_rest()
    {
        var lane = new MemtableLane(RowLane.Hot, "app", TestRows.Schema, new ManualTimeProvider());
        for (var i = 1; i <= 9; i++)
        {
            lane.Append(TestRows.Batch(i, 1, Now), i, 100);
            if (i % 3 == 0) lane.Seal();
        }

        lane.Append(TestRows.Batch(10, 1, Now), 10, 100);
        Assert.Equal(0, lane.DropThrough(0));
        Assert.Equal(300, lane.DropThrough(4));
        Assert.Equal((5, 6), (lane.FirstSequence, lane.RowCount));
        Assert.Equal(0, lane.DropThrough(4));
        Assert.Equal(600, lane.DropThrough(9));
        Assert.Equal((10, 1), (lane.FirstSequence, lane.RowCount));
        Assert.Equal(100, lane.DropThrough(99));
        Assert.True(lane.IsEmpty);
    }

    [Fact]
    public void Hot_and_late_rows_are_divided_by_day_and_none_is_lost()
    {
        var batch = TestRows.Batch(0, 100, Now, id => (int)(id % 5));
        var firstHotDay = (int)((Now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerDay) - 2;
        var hot = LaneSplit.Select(batch, "date", firstHotDay, RowLane.Hot)!;
        var late = LaneSplit.Select(batch, "date", firstHotDay, RowLane.Late)!;
        Assert.All(hot.Find("id")!.Values<long>().ToArray(), id => Assert.InRange(id % 5, 0, 2));
        Assert.All(late.Find("id")!.Values<long>().ToArray(), id => Assert.InRange(id % 5, 3, 4));
        Assert.Equal(100, hot.RowCount + late.RowCount);
        Assert.Same(batch, LaneSplit.Select(batch, "date", int.MinValue, RowLane.Hot));
        Assert.Null(LaneSplit.Select(batch, "date", int.MinValue, RowLane.Late));
    }

    [Fact]
    public async Task Appends_become_visible_in_the_order_of_their_sequences_whoever_is_answered_first()
    {
        var order = new AppendOrder();
        order.StartAfter(41);
        var (applied, places) = (new List<long>(), Enumerable.Range(0, 4).Select(_ => order.Next()).ToList());
        var last = order.Settle(places[3], () => applied.Add(45));
        var second = order.Settle(places[1], null);
        Assert.Equal((45, 41), (order.LastAppended, order.LastApplied));
        Assert.False(second.IsCompleted);
        await order.Settle(places[0], () => applied.Add(42));
        Assert.Equal(43, order.LastApplied);
        Assert.False(last.IsCompleted);
        await order.Settle(places[2], () => applied.Add(44));
        await last;
        Assert.Equal([42, 44, 45], applied);
        Assert.True(order.IsIdle);
    }
}
