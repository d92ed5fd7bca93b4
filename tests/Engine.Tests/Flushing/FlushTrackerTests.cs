using Granary.Engine.Flushing;
using Granary.Engine.Memtables;
using Granary.Engine.Tests.TableEngines;
using Granary.Testing;

namespace Granary.Engine.Tests.Flushing;

public sealed class FlushTrackerTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MemtableLane _hot;
    private readonly MemtableLane _late;
    private readonly FlushTracker _tracker;

    public FlushTrackerTests()
    {
        (_hot, _late) = (new MemtableLane(RowLane.Hot, "hot", TestRows.Schema, _clock), new MemtableLane(RowLane.Late, "late", TestRows.Schema, _clock));
        _tracker = new FlushTracker([_hot, _late], new FlushOptions { MaxRows = 100 }, _clock);
    }

    private void Append(MemtableLane lane, long sequence, int rows = 1) => lane.Append(TestRows.Batch(1, rows, _clock.GetUtcNow()), sequence, 0);

    [Fact]
    public void Nothing_is_due_without_rows()
    {
        _tracker.SealDue(isEverythingDue: true);
        Assert.Null(_tracker.Next());
        Assert.Null(_tracker.UntilNext());
    }

    [Fact]
    public void Hot_rows_are_due_by_age_before_late_ones()
    {
        Append(_late, 1);
        Append(_hot, 2);
        Assert.Equal(TimeSpan.FromSeconds(10), _tracker.UntilNext());
        _clock.Advance(TimeSpan.FromSeconds(10));
        _tracker.SealDue(isEverythingDue: false);
        Assert.Same(_hot, _tracker.Next());
        _hot.DropThrough(2);
        Assert.Equal(TimeSpan.FromSeconds(50), _tracker.UntilNext());
    }

    [Fact]
    public void Many_rows_are_due_at_once_and_the_oldest_rows_go_first()
    {
        Append(_late, 1, rows: 100);
        Append(_hot, 2, rows: 100);
        _tracker.SealDue(isEverythingDue: false);
        Assert.Same(_late, _tracker.Next());
        Assert.Equal(TimeSpan.Zero, _tracker.UntilNext());
    }

    [Fact]
    public void After_failures_the_store_is_left_alone_for_ever_longer_but_never_longer_than_the_limit()
    {
        var waits = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            _tracker.Failed(new IOException("no"));
            waits.Add(_tracker.UntilRetry().TotalSeconds);
            _clock.Advance(_tracker.UntilRetry());
            Assert.Equal(TimeSpan.Zero, _tracker.UntilRetry());
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30, 30], waits);
        _tracker.Succeeded();
        Assert.Equal((0, null), (_tracker.FailureCount, _tracker.LastFailure));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(700)]
    public void Rows_are_divided_by_day_in_their_order(int daysMixed)
    {
        var batch = TestRows.Batch(0, 5000, _clock.GetUtcNow(), id => (int)(daysMixed == 2 ? id / 2500 : id % daysMixed));
        var days = DatePartition.Divide([batch, TestRows.Batch(5000, 10, _clock.GetUtcNow())], "date");
        Assert.Equal(daysMixed, days.Count);
        var ids = days.SelectMany(day => day.Value).SelectMany(rows => rows.Find("id")!.Values<long>().ToArray()).ToList();
        Assert.Equal(Enumerable.Range(0, 5010).Select(id => (long)id), ids.Order());
        foreach (var (day, rows) in days)
        {
            Assert.All(rows, part => Assert.All(part.Find("date")!.Values<int>().ToArray(), date => Assert.Equal(day, date)));
            var order = rows.SelectMany(part => part.Find("id")!.Values<long>().ToArray()).ToList();
            Assert.Equal(order.Order(), order);
        }
    }
}
