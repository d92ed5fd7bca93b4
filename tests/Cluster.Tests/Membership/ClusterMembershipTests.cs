using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Membership;
using Granary.Testing;
using Granary.Testing.Network;

namespace Granary.Cluster.Tests.Membership;

[Collection(PostgresCollection.Name)]
public sealed class ClusterMembershipTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Members_see_each_other_with_role_and_status()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        await using var b = await TestMember.JoinAsync(url, "b:1", configure: options => options.Role = MemberRole.Gateway);
        await a.BeatAsync();

        Assert.Equal(a.Membership.View.Members, b.Membership.View.Members);
        Assert.Equal([("a:1", MemberRole.All), ("b:1", MemberRole.Gateway)], a.Membership.View.Members.Select(member => (member.Address.Endpoint, member.Role)));
        Assert.Equal([a.Membership.Local], b.Membership.LiveSilos);
        Assert.True(a.Membership.IsCertain);
    }

    [Fact]
    public async Task A_silo_without_heartbeats_is_declared_dead_and_comes_back_as_another_after_dropping_everything()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        await using var b = await TestMember.JoinAsync(url, "b:1");
        var before = b.Membership.Local;
        SiloAddress? dropped = null;
        b.Membership.DeclaredDead += () => dropped = b.Membership.Local;

        await a.LiveAsync(4);
        Assert.Contains(before, a.Membership.LiveSilos);
        await a.LiveAsync(2);
        Assert.DoesNotContain(before, a.Membership.LiveSilos);

        b.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.False(b.Membership.IsCertain);
        await b.BeatAsync();

        Assert.Equal(before, dropped);
        Assert.True(b.Membership.Local.Generation > before.Generation);
        Assert.True(b.Membership.IsCertain);
        await a.BeatAsync();
        Assert.Contains(b.Membership.Local, a.Membership.LiveSilos);
    }

    [Fact]
    public async Task A_silo_that_beats_is_not_declared_dead_however_much_the_clocks_differ()
    {
        var url = await postgres.CreateDatabaseAsync();
        var early = new ManualTimeProvider();
        early.Advance(TimeSpan.FromHours(1));
        await using var a = await TestMember.JoinAsync(url, "a:1");
        await using var b = await TestMember.JoinAsync(url, "b:1", early);
        for (var second = 0; second < 20; second++)
        {
            await a.LiveAsync(1);
            await b.LiveAsync(1);
        }
        Assert.Equal(2, a.Membership.LiveSilos.Count);
        Assert.Equal(a.Membership.View.Members, b.Membership.View.Members);
    }

    [Fact]
    public async Task An_observer_that_was_away_itself_gives_the_others_time()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        await using var b = await TestMember.JoinAsync(url, "b:1");
        await a.BeatAsync();

        a.Time.Advance(TimeSpan.FromSeconds(60));
        await a.BeatAsync();
        await a.LiveAsync(3);
        Assert.Equal(2, a.Membership.LiveSilos.Count);
        await b.BeatAsync();
        await a.LiveAsync(3);
        Assert.Equal(2, a.Membership.LiveSilos.Count);
    }

    [Fact]
    public async Task Many_who_see_a_death_declare_it_once()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var victim = await TestMember.JoinAsync(url, "z:1");
        var observers = await Task.WhenAll(Enumerable.Range(0, 5).Select(n => TestMember.JoinAsync(url, $"o{n}:1")));
        for (var second = 0; second < 6; second++) await Task.WhenAll(observers.Select(observer => observer.LiveAsync(1)));
        await Task.WhenAll(observers.Select(observer => observer.BeatAsync()));

        Assert.All(observers, observer => Assert.Equal(observers.Select(o => o.Membership.Local).Order(ByEndpoint), observer.Membership.LiveSilos));
        foreach (var observer in observers) await observer.DisposeAsync();
    }

    [Fact]
    public async Task Uncertainty_begins_half_a_death_after_the_last_heartbeat_was_sent_and_ends_with_the_next()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        a.Time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.True(a.Membership.IsCertain);
        a.Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.False(a.Membership.IsCertain);
        await a.BeatAsync();
        Assert.True(a.Membership.IsCertain);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silo_cut_off_from_PostgreSQL_is_uncertain_until_it_is_back(bool isStalled)
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var proxy = new TcpProxy(postgres.Server.Port);
        await using var a = await TestMember.JoinAsync(
            url.Replace($":{postgres.Server.Port}/", $":{proxy.Port}/", StringComparison.Ordinal), "a:1", configure: options => options.HeartbeatTimeout = TimeSpan.FromSeconds(1));
        var before = a.Membership.Local;
        if (isStalled) proxy.StallAfter(0);
        else proxy.CutAfter(0);

        a.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(await a.BeatAsync());
        Assert.False(a.Membership.IsCertain);

        proxy.Heal();
        Assert.True(await a.BeatAsync());
        Assert.True(a.Membership.IsCertain);
        Assert.Equal(before, a.Membership.Local);
    }

    [Fact]
    public async Task A_lost_announcement_is_found_by_the_next_round()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        a.Membership.Start();
        var seen = new TaskCompletionSource();
        a.Membership.Changed += view =>
        {
            if (view.Members.Any(member => member.Address.Endpoint == "x:1")) seen.TrySetResult();
        };
        await using var command = a.Database.Source.CreateCommand(
            "insert into granary.silos values ('granary', 'x:1', nextval('granary.silo_generations'), 'silo', 'active')");
        await command.ExecuteNonQueryAsync();

        a.Time.Advance(TimeSpan.FromSeconds(1));

        await seen.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task An_announced_change_is_seen_before_the_next_tick()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        var seen = new TaskCompletionSource();
        a.Membership.Changed += view =>
        {
            if (view.Members.Count == 2) seen.TrySetResult();
        };
        a.Membership.Start();

        await using var b = await TestMember.JoinAsync(url, "b:1");

        await seen.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_silo_that_leaves_gets_no_more_grains_and_is_gone_at_its_end()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        await using var b = await TestMember.JoinAsync(url, "b:1");
        await b.Membership.LeaveAsync(CancellationToken.None);
        await a.BeatAsync();
        Assert.Equal([a.Membership.Local], a.Membership.LiveSilos);
        Assert.Equal(MemberStatus.Leaving, a.Membership.View.Members[1].Status);

        await b.Membership.EndAsync(CancellationToken.None);
        await a.BeatAsync();
        Assert.Equal([a.Membership.Local], a.Membership.View.Members.Select(member => member.Address));
    }

    [Fact]
    public async Task A_restarted_process_ends_its_earlier_life_at_once()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var crashed = await TestMember.JoinAsync(url, "a:1");
        await using var restarted = await TestMember.JoinAsync(url, "a:1");
        Assert.Equal([restarted.Membership.Local], restarted.Membership.LiveSilos);
    }

    [Fact]
    public async Task Of_two_processes_with_one_endpoint_the_earlier_stays_out_while_the_later_lives()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var earlier = await TestMember.JoinAsync(url, "a:1");
        await using var later = await TestMember.JoinAsync(url, "a:1");
        for (var second = 0; second < 3; second++)
        {
            await earlier.LiveAsync(1);
            await later.LiveAsync(1);
        }
        Assert.False(earlier.Membership.IsCertain);
        Assert.True(later.Membership.IsCertain);

        await later.Membership.EndAsync(CancellationToken.None);
        await earlier.BeatAsync();
        Assert.True(earlier.Membership.IsCertain);
    }

    [Fact]
    public async Task Other_clusters_in_the_database_are_not_seen()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        await using var command = a.Database.Source.CreateCommand("insert into granary.silos values ('other', 'x:1', 1, 'silo', 'active')");
        await command.ExecuteNonQueryAsync();
        await a.LiveAsync(6);
        Assert.Equal([a.Membership.Local], a.Membership.LiveSilos);
    }

    [Fact]
    public async Task Joining_without_PostgreSQL_says_so()
    {
        var refused = await Assert.ThrowsAsync<GranaryException>(() => TestMember.JoinAsync("postgresql://me@127.0.0.1:1/x", "a:1"));
        Assert.Equal(ErrorKind.Unavailable, refused.Kind);
    }

    private static readonly Comparer<SiloAddress> ByEndpoint = Comparer<SiloAddress>.Create((x, y) => string.CompareOrdinal(x.Endpoint, y.Endpoint));
}
