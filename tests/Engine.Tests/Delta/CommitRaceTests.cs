using Granary.Engine.Delta;
using Granary.Engine.Delta.Actions;
using Granary.Engine.ObjectStores;
using Granary.Engine.Tests.ObjectStores;
using Granary.Testing.Network;

namespace Granary.Engine.Tests.Delta;

/// <summary>Committers that share nothing but the objects: each with its own store, as if in its own process.</summary>
[Collection(S3CollectionDefinition.Name)]
[Trait("Needs", "S3")]
public sealed class CommitRaceTests(S3Fixture fixture) : IDisposable
{
    private const int Writers = 16;
    private const int CommitsEach = 4;

    private readonly DeltaTable _table = new();
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("granary-race-");
    private readonly ObjectPaths _prefix = new($"race-{Guid.NewGuid():N}");

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public Task Every_commit_is_in_a_directory_exactly_once() =>
        RaceAsync(() => new FileSystemObjectStore(_scratch.FullName, TimeProvider.System));

    [Fact]
    public Task Every_commit_is_in_a_bucket_exactly_once() =>
        RaceAsync(() => new S3ObjectStore(fixture.Server.OptionsFor(S3Fixture.Bucket), TimeProvider.System));

    [Fact]
    public async Task Every_commit_is_in_a_bucket_exactly_once_while_connections_are_cut()
    {
        await using var proxy = new TcpProxy(fixture.Server.Port);
        var options = fixture.Server.OptionsFor(S3Fixture.Bucket);
        options.Endpoint = $"http://127.0.0.1:{proxy.Port}";
        options.RetryDelay = TimeSpan.FromMilliseconds(5);
        options.MaxAttempts = 50;
        using var stop = new CancellationTokenSource();
        var cutting = CutNowAndThenAsync(proxy, stop.Token);
        await RaceAsync(
            () => new ResilientObjectStore(new S3ObjectStore(options, TimeProvider.System), options, TimeProvider.System, new Random(3)),
            () => new S3ObjectStore(fixture.Server.OptionsFor(S3Fixture.Bucket), TimeProvider.System));
        await stop.CancelAsync();
        await cutting;
    }

    private static async Task CutNowAndThenAsync(TcpProxy proxy, CancellationToken stop)
    {
        var random = new Random(5);
        while (!stop.IsCancellationRequested)
        {
            proxy.CutAfter(random.Next(4000));
            await Task.Delay(random.Next(5, 15), CancellationToken.None);
            proxy.Heal();
            await Task.Delay(random.Next(30, 80), CancellationToken.None);
        }
    }

    private async Task RaceAsync(Func<IObjectStore> open, Func<IObjectStore>? openForCheck = null)
    {
        var paths = _prefix.ForTable(new(Grains.Interfaces.ProjectId.Default, "t"));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var log = new DeltaLog(open(), paths, _table.Format, new DeltaLogOptions(), TimeProvider.System);
            var snapshot = await log.LoadAsync(default);
            for (var i = 0; i < CommitsEach; i++)
            {
                var add = _table.NewSegment($"w{writer}-{i}", 5, 0, 1, "n");
                snapshot = await AppendAsync(log, snapshot, [add, new DeltaAction.Transaction($"w{writer}", i)]);
            }
        })));
        var (live, transactions, version) = await PlainReplay.RunAsync((openForCheck ?? open)(), paths.LogRoot);
        // whoever came first also made the table
        Assert.Equal((Writers * CommitsEach) - 1, version);
        Assert.Equal(Writers * CommitsEach, live.Count);
        Assert.Equal(Enumerable.Repeat(CommitsEach - 1L, Writers), transactions.Values);
    }

    private static async Task<DeltaSnapshot> AppendAsync(DeltaLog log, DeltaSnapshot snapshot, IReadOnlyList<DeltaAction> actions)
    {
        var commit = Prepare(log, snapshot, actions);
        while (true)
        {
            switch (await log.CommitAsync(commit, default))
            {
                case CommitOutcome.Committed committed: return committed.Snapshot;
                case CommitOutcome.Conflict conflict: commit = Prepare(log, conflict.Newer, actions); break;
            }
        }
    }

    private static PreparedCommit Prepare(DeltaLog log, DeltaSnapshot snapshot, IReadOnlyList<DeltaAction> actions) =>
        log.Prepare(snapshot, "WRITE", snapshot.Version >= 0
            ? actions
            : [.. DeltaActions.CreateTable(DeltaTable.Schema, "table-id", DateTimeOffset.UnixEpoch), .. actions]);
}
