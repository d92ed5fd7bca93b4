using Granary.Engine.WriteAheadLog;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;
using Granary.Testing.ObjectStores;

namespace Granary.Engine.Tests.TableEngines;

public sealed class TableEngineTests
{
    private static IEnumerable<long> Range(long first, int count) => Enumerable.Range(0, count).Select(i => first + i);

    [Fact]
    public async Task Promise2_an_acknowledged_row_is_in_the_next_scan()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        var result = await table.AppendAsync(TestRows.Batch(1, 3, table.Clock.GetUtcNow()));
        Assert.Equal((3, 1), (result.RowCount, result.Sequence));
        Assert.Equal([1, 2, 3], await table.IdsAsync());
    }

    [Fact]
    public async Task Promise1_acknowledged_rows_are_there_after_a_crash()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        await table.AppendAsync(TestRows.Batch(1, 3, table.Clock.GetUtcNow()));
        await table.AppendAsync(TestRows.Batch(4, 5000, table.Clock.GetUtcNow()));
        await table.CrashAsync();
        await table.StartAsync();
        Assert.Equal(Range(1, 5003), await table.IdsAsync());
        Assert.Equal(3, (await table.AppendAsync(TestRows.Batch(9000, 1, table.Clock.GetUtcNow()))).Sequence);
    }

    [Fact]
    public async Task Promise3_a_flush_moves_rows_from_the_tail_into_segments_and_a_crash_brings_none_twice()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        await table.AppendAsync(TestRows.Batch(1, 100, table.Clock.GetUtcNow()));
        await table.FlushAsync();
        var scan = await table.ScanAsync();
        Assert.Empty(scan.Tail);
        Assert.Single(scan.Segments);
        Assert.Equal(0, scan.Version);
        await table.AppendAsync(TestRows.Batch(101, 7, table.Clock.GetUtcNow()));
        Assert.Equal(Range(1, 107), await table.IdsAsync());
        await table.CrashAsync();
        await table.StartAsync();
        Assert.Equal(Range(1, 107), await table.IdsAsync());
    }

    [Fact]
    public async Task Deactivation_flushes_and_a_new_start_finds_an_empty_log()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        await table.AppendAsync(TestRows.Batch(1, 10, table.Clock.GetUtcNow()));
        await table.RestartAsync();
        Assert.Empty((await table.ScanAsync()).Tail);
        Assert.Equal(Range(1, 10), await table.IdsAsync());
        Assert.Empty(Assert.IsAssignableFrom<ILocalWriteAheadLog>(table.Log).GrainsToRecover);
    }

    [Fact]
    public async Task Rows_of_several_days_become_one_segment_a_day_and_late_ones_flush_later()
    {
        await using var table = new TableHarness();
        table.Options.Flush.HotAge = TimeSpan.FromSeconds(10);
        table.Options.Flush.LateAge = TimeSpan.FromSeconds(60);
        await table.StartAsync();
        // ids 1, 6, … are of today, others up to four days old; two days count as hot
        await table.AppendAsync(TestRows.Batch(1, 50, table.Clock.GetUtcNow(), id => (int)((id - 1) % 5)));
        await table.OnTurn(() => Task.CompletedTask);
        table.Clock.Advance(TimeSpan.FromSeconds(11));
        var scan = await UntilAsync(table, scan => scan.Segments.Count > 0);
        Assert.Equal(3, scan.Segments.Count);
        Assert.Equal(20, scan.Tail.Sum(batch => batch.RowCount));
        Assert.Equal(Range(1, 50), table.Ids(scan));
        await table.CrashAsync();
        await table.StartAsync();
        Assert.Equal(Range(1, 50), await table.IdsAsync());
        await table.FlushAsync();
        Assert.Equal(5, (await table.ScanAsync()).Segments.Count);
        Assert.Equal(Range(1, 50), await table.IdsAsync());
    }

    [Fact]
    public async Task A_scan_reads_only_segments_that_may_hold_wanted_rows()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        await table.AppendAsync(TestRows.Batch(1, 10, table.Clock.GetUtcNow()));
        await table.FlushAsync();
        await table.AppendAsync(TestRows.Batch(100, 10, table.Clock.GetUtcNow()));
        await table.FlushAsync();
        var scan = await table.ScanAsync(new PruningRange("id", 105L, null));
        Assert.Equal(10, Assert.Single(scan.Segments).RowCount);
        Assert.Empty((await table.ScanAsync(new PruningRange("date", null, 3L))).Segments);
    }

    [Fact]
    public async Task A_flush_that_the_store_refuses_keeps_the_rows_and_goes_through_later()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        await table.AppendAsync(TestRows.Batch(1, 10, table.Clock.GetUtcNow()));
        table.Store.Plan = call => call.IsWrite ? Fault.FailBefore : null;
        var refused = await Assert.ThrowsAsync<GranaryException>(async () =>
        {
            var flush = table.FlushAsync();
            await AdvanceUntilAsync(table, flush);
            await flush;
        });
        Assert.Equal(ErrorKind.Unavailable, refused.Kind);
        Assert.Equal(Range(1, 10), await table.IdsAsync());
        table.Store.Plan = _ => null;
        table.Clock.Advance(TimeSpan.FromMinutes(1));
        var scan = await UntilAsync(table, scan => scan.Segments.Count > 0);
        Assert.Equal(Range(1, 10), table.Ids(scan));
    }

    [Theory]
    [InlineData("Put")]
    [InlineData("PutIfAbsent")]
    public async Task Promise3_a_lost_answer_during_a_flush_gives_each_row_once(string operation)
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        await table.AppendAsync(TestRows.Batch(1, 10, table.Clock.GetUtcNow()));
        table.Store.FailNext(operation, Fault.LoseAnswer);
        var flush = table.FlushAsync();
        await AdvanceUntilAsync(table, flush);
        try
        {
            await flush;
        }
        catch (GranaryException)
        {
            await table.FlushAsync();
        }

        Assert.Equal(Range(1, 10), await table.IdsAsync());
        await table.CrashAsync();
        await table.StartAsync();
        Assert.Equal(Range(1, 10), await table.IdsAsync());
    }

    [Fact]
    public async Task A_load_becomes_visible_in_one_commit_and_not_before()
    {
        await using var table = new TableHarness();
        table.Options.Loads.SegmentRowCount = 1000;
        await table.StartAsync();
        var load = await table.OnTurn(() => Task.FromResult(table.Engine.BeginLoad()));
        for (var i = 0; i < 10; i++)
        {
            var batch = TestRows.Batch(i * 500, 500, table.Clock.GetUtcNow(), id => (int)(id % 3));
            await table.OnTurn(() => table.Engine.StageAsync(load, batch, CancellationToken.None));
        }

        Assert.Empty(await table.IdsAsync());
        var result = await table.OnTurn(() => table.Engine.CommitLoadAsync(load, CancellationToken.None));
        Assert.Equal(5000, result.RowCount);
        Assert.Equal(Range(0, 5000), await table.IdsAsync());
        Assert.Equal(0, table.LoadMemoryUsed);
        await table.CrashAsync();
        await table.StartAsync();
        Assert.Equal(Range(0, 5000), await table.IdsAsync());
    }

    [Fact]
    public async Task An_aborted_load_leaves_no_row_and_no_object()
    {
        await using var table = new TableHarness();
        table.Options.Loads.SegmentRowCount = 1000;
        await table.StartAsync();
        var load = await table.OnTurn(() => Task.FromResult(table.Engine.BeginLoad()));
        await table.OnTurn(() => table.Engine.StageAsync(load, TestRows.Batch(1, 5000, table.Clock.GetUtcNow()), CancellationToken.None));
        await table.OnTurn(() => table.Engine.AbortLoadAsync(load));
        Assert.Empty(await table.IdsAsync());
        Assert.Empty(await table.Objects.ListAsync("", null, CancellationToken.None).ToListAsync());
        Assert.Equal(0, table.LoadMemoryUsed);
    }

    [Fact]
    public async Task A_load_larger_than_its_memory_is_encoded_as_it_goes()
    {
        await using var table = new TableHarness();
        table.Options.Loads.MaxBytes = 1 << 20;
        await table.StartAsync();
        var load = await table.OnTurn(() => Task.FromResult(table.Engine.BeginLoad()));
        for (var i = 0; i < 60; i++)
        {
            var batch = TestRows.Batch(i * 1000, 1000, table.Clock.GetUtcNow(), body: new string('x', 100));
            await table.OnTurn(() => table.Engine.StageAsync(load, batch, CancellationToken.None));
            Assert.True(table.LoadMemoryUsed <= 1 << 20, $"{table.LoadMemoryUsed} bytes");
        }

        await table.OnTurn(() => table.Engine.CommitLoadAsync(load, CancellationToken.None));
        Assert.Equal(Range(0, 60_000), await table.IdsAsync());
        Assert.Equal(0, table.LoadMemoryUsed);
    }

    [Fact]
    public async Task A_load_whose_upload_fails_tells_its_client_and_leaves_nothing()
    {
        await using var table = new TableHarness();
        table.Options.Loads.SegmentRowCount = 1000;
        await table.StartAsync();
        table.Store.Plan = call => call.Operation == "Put" ? Fault.FailBefore : null;
        var load = await table.OnTurn(() => Task.FromResult(table.Engine.BeginLoad()));
        await table.OnTurn(() => table.Engine.StageAsync(load, TestRows.Batch(1, 5000, table.Clock.GetUtcNow()), CancellationToken.None));
        await Assert.ThrowsAsync<GranaryException>(() => table.OnTurn(() => table.Engine.CommitLoadAsync(load, CancellationToken.None)));
        Assert.Empty(await table.IdsAsync());
        Assert.Equal(0, table.LoadMemoryUsed);
    }

    [Fact]
    public async Task A_load_that_fails_tells_its_client_though_the_store_does_not_answer_the_clearing_up()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        var load = await table.OnTurn(() => Task.FromResult(table.Engine.BeginLoad()));
        var day = TimeSpan.FromDays(1);
        foreach (var date in (DateTimeOffset[])[table.Clock.GetUtcNow(), table.Clock.GetUtcNow() - day])
            await table.OnTurn(() => table.Engine.StageAsync(load, TestRows.Batch(1, 10, date), CancellationToken.None));
        var (puts, goOn) = (0, new TaskCompletionSource());
        table.Store.Plan = call => call.Operation switch
        {
            "Put" => Interlocked.Increment(ref puts) == 1 ? null : Fault.FailBefore,
            "DeleteMany" => Fault.WaitFor(goOn.Task),
            _ => null,
        };
        var commit = table.OnTurn(() => table.Engine.CommitLoadAsync(load, CancellationToken.None));
        await UntilCalledAsync(table, "DeleteMany");
        await AdvanceUntilAsync(table, commit);
        Assert.Equal(ErrorKind.Unavailable, (await Assert.ThrowsAsync<GranaryException>(() => commit)).Kind);
        goOn.SetResult();
        Assert.Empty(await table.IdsAsync());
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public async Task A_date_that_no_partition_can_bear_is_refused_before_it_is_logged(int day)
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        var builder = new BatchBuilder(TestRows.Schema);
        builder.Columns[0].Append(0L);
        builder.Columns[1].Append(day);
        builder.Columns[2].Append(1L);
        builder.Columns[3].AppendNull();
        builder.Columns[4].AppendNull();
        builder.EndRow();
        var refused = await Assert.ThrowsAsync<GranaryException>(() => table.AppendAsync(builder.ToBatch()));
        Assert.Equal(SqlState.DatetimeFieldOverflow, refused.SqlState);
        Assert.Equal(0, table.Memory.UsedBytes);
    }

    [Fact]
    public async Task Promise3_another_owner_that_commits_late_gives_no_row_twice()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        await table.AppendAsync(TestRows.Batch(1, 10, table.Clock.GetUtcNow()));
        var (first, gate) = (table.Engine, new TaskCompletionSource());
        // the first owner has uploaded and hangs just before its commit, while a second takes over and flushes
        table.Store.FailNext("PutIfAbsent", Fault.WaitFor(gate.Task));
        var late = table.FlushAsync();
        await UntilCalledAsync(table, "PutIfAbsent");
        await table.ActivateAsync();
        await table.AppendAsync(TestRows.Batch(11, 10, table.Clock.GetUtcNow()));
        await table.FlushAsync();
        gate.SetResult();
        await late;
        Assert.Equal(Range(1, 20), await table.IdsAsync());
        Assert.Equal(Range(1, 20), table.Ids(await table.OnTurn(() => Task.FromResult(first.OpenScan(new TableScanRequest(["id"], []))))));
    }

    [Fact]
    public async Task Promise3_an_owner_whose_predecessor_commits_a_part_of_its_rows_flushes_only_the_rest()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        await table.AppendAsync(TestRows.Batch(1, 10, table.Clock.GetUtcNow()));
        var gate = new TaskCompletionSource();
        table.Store.FailNext("PutIfAbsent", Fault.WaitFor(gate.Task));
        var late = table.FlushAsync();
        await UntilCalledAsync(table, "PutIfAbsent");
        await table.ActivateAsync();
        await table.AppendAsync(TestRows.Batch(11, 10, table.Clock.GetUtcNow()));
        gate.SetResult();
        await late;
        // its tail holds 1 to 20, of which the bucket has 1 to 10 by now
        await table.FlushAsync();
        Assert.Equal(Range(1, 20), await table.IdsAsync());
        Assert.Equal(2, (await table.ScanAsync()).Segments.Count);
        await table.CrashAsync();
        await table.StartAsync();
        Assert.Equal(Range(1, 20), await table.IdsAsync());
    }

    [Fact]
    public async Task A_replay_that_is_larger_than_memory_flushes_as_it_goes()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        for (var i = 0; i < 60; i++) await table.AppendAsync(TestRows.Batch(i * 100, 100, table.Clock.GetUtcNow(), id => (int)(id % 4), new string('x', 500)));
        await table.CrashAsync();
        table.MemoryOptions.MaxBytes = 1 << 20;
        await table.StartAsync();
        Assert.Equal(Range(0, 6000), await table.IdsAsync());
        Assert.True((await table.ScanAsync()).Version > 0);
        await table.CrashAsync();
        await table.StartAsync();
        Assert.Equal(Range(0, 6000), await table.IdsAsync());
    }

    [Fact]
    public async Task Many_appends_at_once_are_numbered_in_order_and_all_visible()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        var appends = Enumerable.Range(0, 200).Select(i => table.AppendAsync(TestRows.Batch(i * 3, 3, table.Clock.GetUtcNow()))).ToArray();
        var results = await Task.WhenAll(appends);
        Assert.Equal(Range(1, 200), results.Select(result => result.Sequence).Order());
        Assert.Equal(Range(0, 600), await table.IdsAsync());
    }

    [Fact]
    public async Task An_engine_activated_again_in_the_same_process_replays_what_the_first_left_in_the_log()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        await table.AppendAsync(TestRows.Batch(1, 10, table.Clock.GetUtcNow()));
        table.Store.Plan = call => call.IsWrite ? Fault.FailBefore : null;
        var stop = table.OnTurn(() => table.Engine.DeactivateAsync(CancellationToken.None));
        await AdvanceUntilAsync(table, stop);
        await stop;
        Assert.Equal(0, table.Memory.UsedBytes);
        await table.ActivateAsync();
        Assert.Equal(Range(1, 10), await table.IdsAsync());
        Assert.Equal(2, (await table.AppendAsync(TestRows.Batch(11, 1, table.Clock.GetUtcNow()))).Sequence);
    }

    [Fact]
    public async Task Writers_wait_for_memory_and_are_refused_in_the_end()
    {
        await using var table = new TableHarness();
        table.MemoryOptions.MaxBytes = 1 << 20;
        await table.StartAsync();
        table.Store.Plan = call => call.IsWrite ? Fault.FailBefore : null;
        var refused = await Assert.ThrowsAsync<GranaryException>(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                var append = table.AppendAsync(TestRows.Batch(i * 1000, 1000, table.Clock.GetUtcNow(), body: new string('x', 100)));
                await AdvanceUntilAsync(table, append);
                await append;
            }
        });
        Assert.Equal(SqlState.OutOfMemory, refused.SqlState);
        Assert.NotNull(refused.RetryAfter);
        var before = await table.IdsAsync();
        table.Store.Plan = _ => null;
        await table.FlushAsync();
        Assert.Equal(before, await table.IdsAsync());
        await table.AppendAsync(TestRows.Batch(1_000_000, 1, table.Clock.GetUtcNow()));
    }

    private static async Task UntilCalledAsync(TableHarness table, string operation)
    {
        for (var i = 0; i < 2000 && table.Store.Calls.All(call => call.Operation != operation); i++) await Task.Delay(5);
    }

    /// <summary>Moves the clock until a task that waits for it has ended.</summary>
    internal static async Task AdvanceUntilAsync(TableHarness table, Task task)
    {
        for (var i = 0; i < 10_000 && !task.IsCompleted; i++)
        {
            table.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(task, Task.Delay(1));
        }

        Assert.True(task.IsCompleted, "the task did not end though the clock went on for 1000 s");
    }

    /// <summary>Waits for background work of the engine, which runs in real time.</summary>
    internal static async Task<TableScan> UntilAsync(TableHarness table, Func<TableScan, bool> isThere)
    {
        for (var i = 0; i < 2000; i++)
        {
            var scan = await table.ScanAsync();
            if (isThere(scan)) return scan;
            await Task.Delay(5);
        }

        throw new TimeoutException("what was waited for did not happen in 10 s");
    }
}
