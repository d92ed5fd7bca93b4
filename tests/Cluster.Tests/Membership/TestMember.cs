using Granary.Runtime.ConfigurationDatabase;
using Granary.Runtime.Membership;
using Granary.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Granary.Cluster.Tests.Membership;

/// <summary>A member whose clock stands still and whose heart beats when the test says so.</summary>
internal sealed class TestMember : IAsyncDisposable
{
    private TestMember(string url, string endpoint, ManualTimeProvider time, Action<ClusterMembershipOptions>? configure)
    {
        Time = time;
        Database = PostgresFixture.Open(url);
        var options = new ClusterMembershipOptions { Endpoint = endpoint };
        configure?.Invoke(options);
        Membership = new ClusterMembership(
            Database,
            new MembershipNews(Database, Time, NullLogger<MembershipNews>.Instance),
            Options.Create(options),
            Time,
            NullLogger<ClusterMembership>.Instance);
    }

    public ManualTimeProvider Time { get; }

    public ClusterDatabase Database { get; }

    public ClusterMembership Membership { get; }

    public static async Task<TestMember> JoinAsync(
        string url, string endpoint, ManualTimeProvider? time = null, Action<ClusterMembershipOptions>? configure = null)
    {
        var member = new TestMember(url, endpoint, time ?? new ManualTimeProvider(), configure);
        await new SchemaMigrations(member.Database, Migration.All).RunAsync(CancellationToken.None);
        await member.Membership.JoinAsync(CancellationToken.None);
        return member;
    }

    public Task<bool> BeatAsync() => Membership.RoundAsync(CancellationToken.None);

    /// <summary>Lets so many seconds pass on this member's clock, with a round in each.</summary>
    public async Task LiveAsync(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await BeatAsync();
        }
    }

    /// <summary>Ends as a crash does: its row stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await Membership.DisposeAsync();
        await Database.DisposeAsync();
    }
}
