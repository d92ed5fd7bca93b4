using Granary.Engine.Memtables;
using Granary.Grains.Interfaces.Errors;
using Granary.Testing;

namespace Granary.Engine.Tests.Memtables;

public sealed class IngestMemoryTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly IngestMemory _memory;

    public IngestMemoryTests() => _memory = new IngestMemory(new IngestMemoryOptions { MaxBytes = 100, MaxWait = TimeSpan.FromSeconds(10) }, _clock);

    [Fact]
    public async Task Writers_are_let_in_by_their_place_in_line_also_small_ones()
    {
        var holder = _memory.Register(() => { });
        await holder.TakeAsync(90, CancellationToken.None);
        var large = holder.TakeAsync(50, CancellationToken.None).AsTask();
        var small = holder.TakeAsync(5, CancellationToken.None).AsTask();
        Assert.False(holder.TryTake(1));
        Assert.Equal(2, _memory.WaiterCount);
        holder.Return(30);
        Assert.False(large.IsCompleted || small.IsCompleted);
        holder.Return(20);
        await Task.WhenAll(large, small);
        Assert.Equal((95, 95), (_memory.UsedBytes, holder.Bytes));
    }

    [Fact]
    public async Task Who_waits_too_long_is_refused_and_lets_the_next_one_in()
    {
        var holder = _memory.Register(() => { });
        await holder.TakeAsync(60, CancellationToken.None);
        var large = holder.TakeAsync(50, CancellationToken.None).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(5));
        var small = holder.TakeAsync(40, CancellationToken.None).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(5));
        var refused = await Assert.ThrowsAsync<GranaryException>(() => large);
        Assert.Equal((ErrorKind.Exhausted, SqlState.OutOfMemory), (refused.Kind, refused.SqlState));
        await small;
        Assert.Equal(100, _memory.UsedBytes);
    }

    [Fact]
    public async Task A_cancelled_writer_leaves_the_line()
    {
        var holder = _memory.Register(() => { });
        await holder.TakeAsync(100, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var waiting = holder.TakeAsync(10, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        holder.Return(100);
        Assert.Equal((0, 0), (_memory.UsedBytes, _memory.WaiterCount));
    }

    [Fact]
    public async Task What_can_never_fit_is_refused_at_once()
    {
        var refused = await Assert.ThrowsAsync<GranaryException>(() => _memory.Register(() => { }).TakeAsync(101, CancellationToken.None).AsTask());
        Assert.Equal(SqlState.OutOfMemory, refused.SqlState);
    }

    [Fact]
    public async Task The_tables_that_hold_most_are_asked_to_flush_when_a_writer_waits()
    {
        var asked = new List<string>();
        var (small, large) = (_memory.Register(() => asked.Add("small")), _memory.Register(() => asked.Add("large")));
        await small.TakeAsync(5, CancellationToken.None);
        await large.TakeAsync(90, CancellationToken.None);
        var waiting = small.TakeAsync(20, CancellationToken.None).AsTask();
        Assert.Equal(["large"], asked);
        Assert.True(large.IsFlushWanted);
        large.Dispose();
        await waiting;
        Assert.Equal(25, _memory.UsedBytes);
    }
}
