using Granary.Engine.Delta;
using Granary.Engine.Delta.Actions;
using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Tests.Delta;

public sealed class LogCheckpointTests : IDisposable
{
    private readonly DuckDbLogCheckpointFormat _format = new(256 << 20);
    private readonly DeltaTable _table;

    public LogCheckpointTests() => _table = new DeltaTable(_format);

    public void Dispose() => _format.Dispose();

    [Fact]
    public async Task The_log_checkpoint_equals_the_replay_of_the_commits()
    {
        var snapshot = await FillAsync(commits: 20);
        await _table.Maintenance.WriteLogCheckpointAsync(snapshot, default);
        var (live, transactions, version) = await PlainReplay.RunAsync(_table.Memory, _table.Paths.LogRoot);
        for (var i = 0; i <= 20; i++) await _table.Memory.DeleteAsync(_table.Paths.Commit(i), default);
        var loaded = await _table.OtherLog().LoadAsync(default);
        Assert.Equal(version, loaded.Version);
        Assert.Equal(live, loaded.FilesByPath.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(transactions, loaded.Transactions.ToDictionary(pair => pair.Key, pair => pair.Value.Version));
        Assert.Equal(snapshot.Schema!.Columns, loaded.Schema!.Columns);
        Assert.Equal(snapshot.Tombstones.Keys.Order(), loaded.Tombstones.Keys.Order());
        foreach (var file in snapshot.Files)
        {
            var same = loaded.FilesByPath[file.Path];
            Assert.Equal(file.Statistics!.Columns, same.Statistics!.Columns);
            Assert.Equal(ActionWriter.Write([file.ToAdd()]), ActionWriter.Write([same.ToAdd()]));
        }
    }

    [Fact]
    public async Task Commits_after_a_log_checkpoint_are_replayed_on_it()
    {
        var snapshot = await FillAsync(commits: 10);
        await _table.Maintenance.WriteLogCheckpointAsync(snapshot, default);
        snapshot = await _table.CommitAsync(snapshot, [_table.NewSegment()]);
        await _table.Memory.DeleteAsync(_table.Paths.Commit(3), default);
        var loaded = await _table.OtherLog().LoadAsync(default);
        Assert.Equal(11, loaded.Version);
        Assert.Equal(snapshot.FilesByPath.Keys.Order(), loaded.FilesByPath.Keys.Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\":")]
    [InlineData("{\"version\":\"ten\"}")]
    [InlineData("{\"version\":7,\"size\":1}")]
    [InlineData("{\"version\":999,\"size\":1}")]
    [InlineData("{\"version\":0}")]
    public async Task A_bad_hint_is_only_a_hint(string hint)
    {
        var snapshot = await FillAsync(commits: 10);
        await _table.Maintenance.WriteLogCheckpointAsync(snapshot, default);
        await _table.CommitAsync(snapshot, [_table.NewSegment()]);
        await PutTextAsync(_table.Paths.LastCheckpoint, hint);
        Assert.Equal(11, (await _table.OtherLog().LoadAsync(default)).Version);
    }

    [Fact]
    public async Task A_damaged_log_checkpoint_is_passed_over_while_the_commits_are_there()
    {
        var snapshot = await FillAsync(commits: 10);
        await _table.Maintenance.WriteLogCheckpointAsync(snapshot, default);
        await PutTextAsync(_table.Paths.LogCheckpoint(10), "PAR1 no parquet");
        Assert.Equal(10, (await _table.OtherLog().LoadAsync(default)).Version);
        await _table.Memory.DeleteAsync(_table.Paths.Commit(0), default);
        var exception = await Assert.ThrowsAsync<GranaryException>(() => _table.OtherLog().LoadAsync(default));
        Assert.Equal(ErrorKind.Corrupt, exception.Kind);
        Assert.Contains(_table.Paths.LogCheckpoint(10), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_checkpoint_in_several_files_is_read_when_all_are_there()
    {
        var snapshot = await FillAsync(commits: 10);
        var actions = snapshot.Files.Select(file => file.ToAdd()).ToList();
        await PutPartAsync(10, 1, 2, [snapshot.Protocol!, actions[0]]);
        await PutPartAsync(12, 1, 2, [snapshot.Protocol!, snapshot.Metadata!]);
        await PutPartAsync(10, 2, 2, [snapshot.Metadata!, .. actions[1..]]);
        for (var i = 0; i <= 10; i++) await _table.Memory.DeleteAsync(_table.Paths.Commit(i), default);
        var loaded = await _table.OtherLog().LoadAsync(default);
        Assert.Equal(10, loaded.Version);
        Assert.Equal(snapshot.FilesByPath.Keys.Order(), loaded.FilesByPath.Keys.Order());
    }

    [Fact]
    public async Task Expiry_keeps_what_a_log_checkpoint_of_the_retention_needs_and_is_bounded()
    {
        _table.Options.MaxExpiredObjectsPerRun = 7;
        Assert.Equal(0, await _table.Maintenance.ExpireAsync(default));
        var snapshot = await FillAsync(commits: 10);
        await _table.Maintenance.WriteLogCheckpointAsync(snapshot, default);
        Assert.Equal(0, await _table.Maintenance.ExpireAsync(default));
        _table.Clock.Advance(_table.Options.LogRetention + TimeSpan.FromMinutes(1));
        snapshot = await _table.CommitAsync(await _table.Log.LoadAsync(default), [_table.NewSegment()]);
        Assert.Equal(7, await _table.Maintenance.ExpireAsync(default));
        Assert.Equal(11, (await _table.OtherLog().LoadAsync(default)).Version);
        Assert.Equal(3, await _table.Maintenance.ExpireAsync(default));
        Assert.Equal(0, await _table.Maintenance.ExpireAsync(default));
        var loaded = await _table.OtherLog().LoadAsync(default);
        Assert.Equal(snapshot.FilesByPath.Keys.Order(), loaded.FilesByPath.Keys.Order());
    }

    [Fact]
    public async Task A_crash_at_any_call_leaves_a_valid_table_with_every_acknowledged_commit()
    {
        for (var at = 0; at < 60; at++)
        {
            foreach (var isLastDone in new[] { false, true })
            {
                var table = new DeltaTable();
                table.Options.LogCheckpointInterval = 3;
                table.Store.CrashAt(at, isLastDone);
                var acknowledged = await WriteUntilCrashAsync(table);
                var loaded = await table.OtherLog().LoadAsync(default);
                Assert.True(loaded.Version >= acknowledged, $"crash at call {at}, done: {isLastDone}");
                Assert.True(loaded.Version <= acknowledged + 1, $"crash at call {at}, done: {isLastDone}");
                Assert.Equal(Math.Max(0, loaded.Version), loaded.Files.Count);
            }
        }
    }

    private static async Task<long> WriteUntilCrashAsync(DeltaTable table)
    {
        long acknowledged = -1;
        try
        {
            var snapshot = await table.CreateAsync();
            acknowledged = snapshot.Version;
            for (var i = 0; i < 10; i++)
            {
                snapshot = await table.CommitAsync(snapshot, [table.NewSegment()]);
                acknowledged = snapshot.Version;
                table.Clock.Advance(table.Options.LogRetention / 3);
                if (table.Maintenance.IsLogCheckpointDue(snapshot)) await table.Maintenance.WriteLogCheckpointAsync(snapshot, default);
                await table.Maintenance.ExpireAsync(default);
            }
        }
        catch (Exception exception) when (exception is GranaryException or Xunit.Sdk.IsTypeException)
        {
            // the crash
        }
        return acknowledged;
    }

    private async Task<DeltaSnapshot> FillAsync(int commits)
    {
        var snapshot = await _table.CreateAsync();
        for (var i = 1; i <= commits; i++)
        {
            List<DeltaAction> actions = [_table.NewSegment(1 + i, name: $"n\"{i}"), new DeltaAction.Transaction("g", i)];
            if (i % 5 == 0) actions.Insert(0, DeltaActions.Remove(snapshot.Files[0], _table.Clock.GetUtcNow(), isDataGone: true));
            snapshot = await _table.CommitAsync(snapshot, actions);
        }
        return snapshot;
    }

    private async Task PutPartAsync(long version, int part, int count, IReadOnlyList<DeltaAction> actions)
    {
        using var scratch = new ScratchDirectory();
        var file = scratch.PathOf("part.parquet");
        await _format.WriteAsync(actions, file, default);
        await _table.Memory.PutAsync(_table.Paths.LogCheckpointPart(version, part, count), ObjectBody.FromFile(file), default);
    }

    private Task PutTextAsync(string key, string text) =>
        _table.Memory.PutAsync(key, ObjectBody.FromMemory(System.Text.Encoding.UTF8.GetBytes(text)), default);
}
