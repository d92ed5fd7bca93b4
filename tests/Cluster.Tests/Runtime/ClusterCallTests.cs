using Granary.Grains.Interfaces.Errors;
using Granary.Runtime;
using Granary.Runtime.Directory;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;
using Granary.Testing.Network;
using Granary.Testing.Postgres;

namespace Granary.Cluster.Tests.Runtime;

[Collection(PostgresCollection.Name)]
public sealed class ClusterCallTests(PostgresFixture postgres)
{
    private const int GrainCount = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Keys = [.. Enumerable.Range(0, GrainCount).Select(n => $"g{n}")];

    private readonly TestNetwork _network = new();
    private readonly NoteStore _store = new();

    [Fact]
    public async Task A_grain_is_at_one_silo_whoever_asks()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await JoinAsync(url);
        await using var b = await JoinAsync(url);
        await a.BeatAsync();

        var seen = await Task.WhenAll(Keys.Select(async key => (FromA: await a.WhereAsync(key), FromB: await b.WhereAsync(key))));

        Assert.All(seen, where => Assert.Equal(where.FromA, where.FromB));
        Assert.Equal(2, seen.Select(where => where.FromA.Endpoint).Distinct().Count());
        Assert.Equal(GrainCount, a.Runtime.ActivationCount + b.Runtime.ActivationCount);
    }

    [Fact]
    public async Task First_calls_from_everywhere_make_one_owner_also_when_the_views_differ()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await JoinAsync(url);
        // b knows of a; a, whose heart doesn't beat meanwhile, doesn't know of b.
        await using var b = await JoinAsync(url);
        var seen = await Task.WhenAll(Keys.SelectMany(key => new[] { a, b }.Select(silo => (key, silo))).Select(async call => (call.key, await call.silo.WhereAsync(call.key))));
        Assert.All(seen.GroupBy(call => call.key), calls => Assert.Single(calls.Select(call => call.Item2).Distinct()));
    }

    [Fact]
    public async Task A_dead_silos_grains_go_on_elsewhere_and_it_is_fenced_when_it_returns()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await JoinAsync(url);
        await using var b = await JoinAsync(url);
        await a.BeatAsync();
        foreach (var key in Keys) await a.WriteAsync(key);
        var atB = (await OwnersAsync(a)).Where(owner => owner.Value.Endpoint == b.Endpoint).ToDictionary();
        Assert.NotEmpty(atB);

        _network.Unreachable[b.Endpoint] = true;
        await a.LiveAsync(6);
        foreach (var key in Keys) Assert.Equal(2, await a.WriteAsync(key));

        // b still believes in its life for a moment: its writes are fenced and go to the new owner.
        Assert.True(b.Membership.IsCertain);
        foreach (var key in atB.Keys) Assert.Equal(3, await b.WriteAsync(key));
        b.Time.Advance(TimeSpan.FromSeconds(15));
        await b.BeatAsync();

        _network.Unreachable.Clear();
        await a.BeatAsync();
        foreach (var (key, old) in await OwnersAsync(b)) Assert.True(!atB.TryGetValue(key, out var before) || old.Epoch > before.Epoch);
        foreach (var key in Keys) await b.WriteAsync(key);
        Assert.All(Keys, key => Assert.Equal(atB.ContainsKey(key) ? 4 : 3, _store.Count(key)));
    }

    [Fact]
    public async Task An_uncertain_read_is_checked_with_the_directory_and_goes_to_the_new_owner()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await JoinAsync(url);
        await using var b = await JoinAsync(url);
        await a.BeatAsync();
        var key = await KeyAtAsync(b, b.Endpoint);
        var before = await b.WhereAsync(key);

        b.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(before, await b.WhereAsync(key));
        await a.LiveAsync(6);
        await a.WriteAsync(key);

        var after = await b.WhereAsync(key);
        Assert.Equal(a.Endpoint, after.Endpoint);
        Assert.True(after.Epoch > before.Epoch);
    }

    [Fact]
    public async Task A_silo_cut_off_from_PostgreSQL_refuses_writes_warns_of_reads_and_goes_on_when_it_is_back()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var proxy = new TcpProxy(postgres.Server.Port);
        await using var a = await JoinAsync(
            url.Replace($":{postgres.Server.Port}/", $":{proxy.Port}/", StringComparison.Ordinal), options => options.UncertaintyPatience = TimeSpan.FromMilliseconds(50));
        await a.WriteAsync("g");
        proxy.CutAfter(0);
        a.Time.Advance(TimeSpan.FromSeconds(3));
        await a.BeatAsync();

        var refused = await Assert.ThrowsAsync<GranaryException>(() => a.WriteAsync("g"));
        Assert.Equal(ErrorKind.Unavailable, refused.Kind);
        Assert.NotNull(refused.RetryAfter);
        using (var warnings = CallWarnings.Collect())
        {
            Assert.Equal(a.Endpoint, (await a.WhereAsync("g")).Endpoint);
            Assert.Single(warnings.All);
        }

        proxy.Heal();
        await a.BeatAsync();
        Assert.Equal(2, await a.WriteAsync("g"));
    }

    [Fact]
    public async Task A_lost_answer_of_a_write_is_told_as_unknown_and_a_read_is_asked_again()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await JoinAsync(url);
        await using var b = await JoinAsync(url);
        await a.BeatAsync();
        var key = await KeyAtAsync(a, b.Endpoint);
        _network.Losing[b.Endpoint] = true;

        Assert.Equal(ErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<GranaryException>(() => a.WriteAsync(key))).Kind);
        var read = a.WhereAsync(key);
        Assert.False(read.IsCompleted);
        _network.Losing.Clear();
        Assert.Equal(b.Endpoint, (await read.WaitAsync(Patience)).Endpoint);
        Assert.Equal(1, _store.Count(key));
    }

    [Fact]
    public async Task Redirects_in_a_circle_end_with_an_error()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await JoinAsync(url, options => options.RoutingTimeout = TimeSpan.FromSeconds(1));
        await using var b = await JoinAsync(url);
        await a.BeatAsync();
        var key = await KeyAtAsync(a, b.Endpoint);
        _network.Attach(b.Endpoint, new Redirector(b.Membership.Local));

        var error = await Assert.ThrowsAsync<GranaryException>(() => a.WriteAsync(key).WaitAsync(Patience));

        Assert.Equal(ErrorKind.Unavailable, error.Kind);
        Assert.Contains($"{b.Membership.Local} doesn't have it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_that_can_not_be_reached_is_named_and_the_others_grains_go_on()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await JoinAsync(url, options => options.RoutingTimeout = TimeSpan.FromSeconds(1));
        await using var b = await JoinAsync(url);
        await a.BeatAsync();
        var (near, far) = (await KeyAtAsync(a, a.Endpoint), await KeyAtAsync(a, b.Endpoint));
        _network.Unreachable[b.Endpoint] = true;

        var error = await Assert.ThrowsAsync<GranaryException>(() => a.WriteAsync(far).WaitAsync(Patience));

        Assert.Contains($"silo {b.Membership.Local} can't be reached: Connection refused", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await a.WriteAsync(near));
    }

    [Fact]
    public async Task An_advertised_address_that_can_not_be_reached_is_refused_at_start_in_one_sentence()
    {
        var url = await postgres.CreateDatabaseAsync();
        var error = await Assert.ThrowsAsync<GranaryException>(() => TestSilo.JoinForRealAsync(url, _network, _store, "127.0.0.1:1"));
        Assert.Equal("the address 127.0.0.1:1 that this process tells the cluster can't be reached: Connection refused", error.Message);
        await using var a = await JoinAsync(url);
        Assert.Equal([a.Endpoint], a.Membership.View.Members.Select(member => member.Address.Endpoint));
    }

    [Fact]
    public async Task A_silo_that_joins_gets_its_share_and_no_call_fails_meanwhile()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await JoinAsync(url);
        await using var b = await JoinAsync(url);
        await a.BeatAsync();
        foreach (var key in Keys) await a.WriteAsync(key);
        using var stop = new CancellationTokenSource();
        var writers = Writers([a, b], stop.Token);

        await using var c = await JoinAsync(url);
        await Task.WhenAll(a.BeatAsync(), b.BeatAsync());
        await Task.WhenAll(MoveAllAsync(a), MoveAllAsync(b)).WaitAsync(Patience);
        await stop.CancelAsync();
        var written = (await Task.WhenAll(writers)).Sum() + GrainCount;

        var owners = await OwnersAsync(c);
        Assert.InRange(owners.Values.Count(owner => owner.Endpoint == c.Endpoint), GrainCount / 6, GrainCount / 2);
        Assert.Equal(written, Keys.Sum(_store.Count));
        Assert.Equal(GrainCount, a.Runtime.ActivationCount + b.Runtime.ActivationCount + c.Runtime.ActivationCount);
    }

    [Fact]
    public async Task A_silo_that_leaves_hands_over_everything_and_no_call_fails_meanwhile()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await JoinAsync(url);
        await using var b = await JoinAsync(url);
        await a.BeatAsync();
        foreach (var key in Keys) await a.WriteAsync(key);
        using var stop = new CancellationTokenSource();
        var writers = Writers([a], stop.Token);

        a.Membership.Start(); // hears of the change
        await b.StopAsync().WaitAsync(Patience);
        await stop.CancelAsync();
        var written = (await Task.WhenAll(writers)).Sum() + GrainCount;
        await a.BeatAsync();

        Assert.Equal(0, b.Runtime.ActivationCount);
        Assert.Equal(GrainCount, a.Runtime.ActivationCount);
        Assert.Equal([a.Endpoint], a.Membership.View.Members.Select(member => member.Address.Endpoint));
        Assert.Equal(written, Keys.Sum(_store.Count));
    }

    [Fact]
    public async Task PostgreSQL_is_restarted_and_everything_goes_on()
    {
        using var server = new PostgresServer();
        var url = $"postgresql://postgres@127.0.0.1:{server.Port}/postgres";
        await using var a = await JoinAsync(url);
        await using var b = await JoinAsync(url);
        await a.BeatAsync();
        foreach (var key in Keys) await a.WriteAsync(key);

        server.Stop();
        Assert.False(await a.BeatAsync());
        foreach (var key in Keys) Assert.Equal(2, await a.WriteAsync(key));
        server.Restart();

        // The first finds the connection that it kept broken, the next makes another.
        await Task.WhenAll(a.BeatAsync(), b.BeatAsync());
        Assert.True(await a.BeatAsync());
        Assert.True(await b.BeatAsync());
        foreach (var key in Keys) Assert.Equal(3, await b.WriteAsync(key));
        Assert.Equal(1, await a.WriteAsync("new"));
        Assert.Equal(2, a.Membership.LiveSilos.Count);
    }

    private static async Task MoveAllAsync(TestSilo silo) => await silo.Mover.RebalanceAsync(CancellationToken.None);

    private Task<TestSilo> JoinAsync(string url, Action<RuntimeOptions>? configure = null) =>
        TestSilo.JoinAsync(url, _network, _store, configure: configure);

    private static List<Task<int>> Writers(TestSilo[] silos, CancellationToken stop) => [.. silos.SelectMany(silo => Enumerable.Range(0, 3).Select(n => Task.Run(async () =>
    {
        var written = 0;
        for (var i = n; !stop.IsCancellationRequested; i++)
        {
            await silo.WriteAsync(Keys[i * 7 % Keys.Length]);
            written++;
        }
        return written;
    })))];

    private static async Task<Dictionary<string, Where>> OwnersAsync(TestSilo silo)
    {
        var owners = new Dictionary<string, Where>();
        foreach (var key in Keys) owners.Add(key, await silo.WhereAsync(key));
        return owners;
    }

    private static async Task<string> KeyAtAsync(TestSilo silo, string endpoint)
    {
        foreach (var key in Keys)
        {
            if ((await silo.WhereAsync(key)).Endpoint == endpoint) return key;
        }
        throw new InvalidOperationException($"no grain is at {endpoint}");
    }

    /// <summary>Sends everybody back to itself.</summary>
    private sealed class Redirector(SiloAddress self) : IMessageReceiver
    {
        public Task<MessageOutcome<TResult>> ReceiveAsync<TGrain, TArguments, TResult>(
            SiloAddress target, GrainId grain, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, TimeSpan timeout, CancellationToken cancellationToken)
            where TGrain : class =>
            Task.FromResult<MessageOutcome<TResult>>(new MessageOutcome<TResult>.Redirected(new GrainAddress(grain, self, 0)));

        public Task ActivateAsync(SiloAddress target, GrainId grain, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
