using Granary.Engine.Delta;
using Granary.Engine.Delta.Actions;
using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;
using Granary.Testing.ObjectStores;

namespace Granary.Engine.Tests.Delta;

public sealed class DeltaLogTests
{
    private readonly DeltaTable _table = new();

    [Fact]
    public async Task A_table_without_a_log_is_empty()
    {
        var snapshot = await _table.Log.LoadAsync(default);
        Assert.Equal(-1, snapshot.Version);
        Assert.Null(snapshot.Schema);
    }

    [Fact]
    public async Task A_commit_advances_the_snapshot_as_a_load_would()
    {
        var snapshot = await _table.CreateAsync();
        var first = _table.NewSegment();
        snapshot = await _table.CommitAsync(snapshot, [first, new DeltaAction.Transaction("g", 7)]);
        var second = _table.NewSegment();
        snapshot = await _table.CommitAsync(snapshot, [new DeltaAction.Remove(first.Path, 1, true), second]);
        var loaded = await _table.OtherLog().LoadAsync(default);
        foreach (var seen in new[] { snapshot, loaded })
        {
            Assert.Equal(2, seen.Version);
            Assert.Equal(second.Path, Assert.Single(seen.Files).Path);
            Assert.Equal(7, seen.TransactionVersion("g"));
            Assert.Equal(-1, seen.TransactionVersion("h"));
            Assert.Equal(first.Path, Assert.Single(seen.Tombstones).Key);
            Assert.Equal(DeltaTable.Schema.Columns, seen.Schema!.Columns);
        }
    }

    [Fact]
    public async Task A_refresh_reads_only_what_is_new()
    {
        var snapshot = await _table.CreateAsync();
        var other = _table.OtherLog();
        var theirs = await other.LoadAsync(default);
        for (var i = 0; i < 3; i++)
            theirs = ((CommitOutcome.Committed)await other.CommitAsync(other.Prepare(theirs, "WRITE", [_table.NewSegment()]), default)).Snapshot;
        var before = _table.Store.Calls.Count;
        snapshot = await _table.Log.RefreshAsync(snapshot, default);
        Assert.Equal(3, snapshot.Version);
        Assert.Equal(4, _table.Store.Calls.Count - before);
        Assert.Equal(3, snapshot.Files.Count);
    }

    [Fact]
    public async Task A_lost_race_is_a_conflict_with_the_newer_snapshot_and_leaves_nothing()
    {
        var snapshot = await _table.CreateAsync();
        var mine = _table.Log.Prepare(snapshot, "WRITE", [_table.NewSegment()]);
        var theirs = await _table.CommitAsync(snapshot, [_table.NewSegment()]);
        var conflict = Assert.IsType<CommitOutcome.Conflict>(await _table.Log.CommitAsync(mine, default));
        Assert.Equal(theirs.Version, conflict.Newer.Version);
        Assert.Equal(theirs.Files.Single().Path, conflict.Newer.Files.Single().Path);
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_found_to_be_committed()
    {
        var snapshot = await _table.CreateAsync();
        _table.Store.FailNext("PutIfAbsent", Fault.LoseAnswer);
        Assert.Equal(1, (await _table.CommitAsync(snapshot, [_table.NewSegment()])).Version);
    }

    [Fact]
    public async Task A_commit_that_exists_is_committed_when_it_is_ones_own()
    {
        var snapshot = await _table.CreateAsync();
        var commit = _table.Log.Prepare(snapshot, "WRITE", [_table.NewSegment()]);
        Assert.IsType<CommitOutcome.Committed>(await _table.Log.CommitAsync(commit, default));
        Assert.IsType<CommitOutcome.Committed>(await _table.Log.CommitAsync(commit, default));
        Assert.Equal(1, (await _table.Log.LoadAsync(default)).Version);
    }

    [Fact]
    public async Task A_commit_that_never_arrived_may_be_sent_again()
    {
        var snapshot = await _table.CreateAsync();
        var commit = _table.Log.Prepare(snapshot, "WRITE", [_table.NewSegment()]);
        _table.Store.FailNext("PutIfAbsent", Fault.FailBefore);
        Assert.IsType<CommitOutcome.Retryable>(await _table.Log.CommitAsync(commit, default));
        Assert.IsType<CommitOutcome.Committed>(await _table.Log.CommitAsync(commit, default));
    }

    [Fact]
    public async Task A_commit_is_retryable_while_the_store_is_gone_and_exactly_once_after()
    {
        var snapshot = await _table.CreateAsync();
        var commit = _table.Log.Prepare(snapshot, "WRITE", [_table.NewSegment()]);
        _table.Store.CrashAt(_table.Store.Calls.Count, isLastDone: true);
        for (var i = 0; i < 3; i++) Assert.IsType<CommitOutcome.Retryable>(await _table.Log.CommitAsync(commit, default));
        _table.Store.Plan = _ => null;
        Assert.IsType<CommitOutcome.Committed>(await _table.Log.CommitAsync(commit, default));
        var (live, _, version) = await PlainReplay.RunAsync(_table.Memory, _table.Paths.LogRoot);
        Assert.Equal(1, version);
        Assert.Single(live);
    }

    [Fact]
    public async Task Sixteen_committers_put_every_commit_in_exactly_once()
    {
        await _table.CreateAsync();
        var random = new Random(17);
        _table.Store.Plan = _ =>
        {
            lock (random) return random.Next(10) switch { 0 => Fault.LoseAnswer, 1 => Fault.FailBefore, _ => null };
        };
        var resilient = new ResilientObjectStore(
            _table.Store, new ObjectStoreOptions { RetryDelay = TimeSpan.Zero, MaxAttempts = 50 }, TimeProvider.System, new Random(18));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            var log = new DeltaLog(resilient, _table.Paths, _table.Format, _table.Options, _table.Clock);
            var snapshot = await log.LoadAsync(default);
            for (var i = 0; i < 10; i++)
            {
                var add = _table.NewSegment($"w{writer}-{i}", 5, 0, 1, "n");
                snapshot = await CommitUntilInAsync(log, snapshot, [add, new DeltaAction.Transaction($"w{writer}", i)]);
            }
        })));
        var (live, transactions, version) = await PlainReplay.RunAsync(_table.Memory, _table.Paths.LogRoot);
        Assert.Equal(160, version);
        Assert.Equal(160, live.Count);
        Assert.Equal(16, transactions.Count);
        Assert.All(transactions.Values, value => Assert.Equal(9, value));
    }

    [Fact]
    public async Task A_commit_that_breaks_a_rule_is_not_written()
    {
        var snapshot = await _table.CreateAsync();
        var add = _table.NewSegment();
        snapshot = await _table.CommitAsync(snapshot, [add]);
        Fails(ErrorKind.Internal, () => _table.Log.Prepare(snapshot, "WRITE", [add]));
        Fails(ErrorKind.Internal, () => _table.Log.Prepare(DeltaSnapshot.Empty, "WRITE", [add]));
        var wrongDay = new Dictionary<string, string?> { ["date"] = "2026-01-09" };
        Fails(ErrorKind.Internal, () => _table.Log.Prepare(snapshot, "WRITE", [_table.NewSegment() with { PartitionValues = wrongDay }]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"add\":{\"path\":\"x\",\"size\":1")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"add\":{\"size\":1}}")]
    [InlineData("{\"add\":{\"path\":\"x\",\"size\":\"big\"}}")]
    public async Task A_torn_commit_is_named(string lines)
    {
        await _table.CreateAsync();
        await _table.PutCommitAsync(1, lines);
        var exception = await Assert.ThrowsAsync<GranaryException>(() => _table.Log.LoadAsync(default));
        Assert.Equal(ErrorKind.Corrupt, exception.Kind);
        Assert.Contains(_table.Paths.Commit(1), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gap_in_the_log_is_named()
    {
        var snapshot = await _table.CreateAsync();
        for (var i = 0; i < 3; i++) snapshot = await _table.CommitAsync(snapshot, [_table.NewSegment()]);
        await _table.Memory.DeleteAsync(_table.Paths.Commit(2), default);
        var exception = await Assert.ThrowsAsync<GranaryException>(() => _table.Log.LoadAsync(default));
        Assert.Contains(_table.Paths.Commit(2), exception.Message, StringComparison.Ordinal);
        await _table.Memory.DeleteAsync(_table.Paths.Commit(0), default);
        exception = await Assert.ThrowsAsync<GranaryException>(() => _table.Log.LoadAsync(default));
        Assert.Equal(ErrorKind.Corrupt, exception.Kind);
    }

    [Fact]
    public async Task A_live_segment_added_again_with_new_rows_is_damage()
    {
        var snapshot = await _table.CreateAsync();
        var add = _table.NewSegment();
        await _table.CommitAsync(snapshot, [add]);
        await _table.PutCommitAsync(2, System.Text.Encoding.UTF8.GetString(ActionWriter.Write([add])));
        var exception = await Assert.ThrowsAsync<GranaryException>(() => _table.Log.LoadAsync(default));
        Assert.Equal(ErrorKind.Corrupt, exception.Kind);
    }

    [Fact]
    public async Task An_old_snapshot_is_loaded_anew_since_its_next_commit_may_have_been_expired()
    {
        var snapshot = await _table.CreateAsync();
        var newer = snapshot;
        for (var i = 0; i < 10; i++) newer = await _table.CommitAsync(newer, [_table.NewSegment()]);
        await _table.Maintenance.WriteLogCheckpointAsync(newer, default);
        _table.Clock.Advance(_table.Options.LogRetention * 2);
        Assert.Equal(10, await _table.Maintenance.ExpireAsync(default));
        Assert.Equal(10, (await _table.Log.RefreshAsync(snapshot, default)).Version);
        var late = _table.Log.Prepare(snapshot, "WRITE", [_table.NewSegment()]);
        var conflict = Assert.IsType<CommitOutcome.Conflict>(await _table.Log.CommitAsync(late, default));
        Assert.Equal(10, conflict.Newer.Version);
        Assert.Null(await _table.Memory.TryGetAsync(_table.Paths.Commit(1), default));
    }

    private static async Task<DeltaSnapshot> CommitUntilInAsync(
        DeltaLog log, DeltaSnapshot snapshot, IReadOnlyList<DeltaAction> actions)
    {
        var commit = log.Prepare(snapshot, "WRITE", actions);
        while (true)
        {
            switch (await log.CommitAsync(commit, default))
            {
                case CommitOutcome.Committed committed: return committed.Snapshot;
                case CommitOutcome.Conflict conflict: commit = log.Prepare(conflict.Newer, "WRITE", actions); break;
            }
        }
    }

    private static void Fails(ErrorKind kind, Action action) => Assert.Equal(kind, Assert.Throws<GranaryException>(action).Kind);
}
