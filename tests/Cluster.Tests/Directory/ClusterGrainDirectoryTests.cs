using System.Collections.Concurrent;
using Granary.Cluster.Tests.Membership;
using Granary.Grains.Interfaces.Errors;
using Granary.Runtime;
using Granary.Runtime.Directory;

namespace Granary.Cluster.Tests.Directory;

[Collection(PostgresCollection.Name)]
public sealed class ClusterGrainDirectoryTests(PostgresFixture postgres)
{
    private static readonly GrainId Grain = new("table", "p/t");

    [Fact]
    public async Task Silos_that_race_get_one_owner_for_each_epoch_and_epochs_rise()
    {
        const int Grains = 1000;
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        await using var b = await TestMember.JoinAsync(url, "b:1");
        using var atA = new ClusterGrainDirectory(a.Database, a.Membership);
        using var atB = new ClusterGrainDirectory(b.Database, b.Membership);
        var taken = new ConcurrentBag<GrainAddress>();

        async Task TakeAsync(ClusterGrainDirectory directory, TestMember member, int n)
        {
            // Each takes, and releases for the other, until each has had the grain once.
            var grain = new GrainId("table", $"p{n}/t");
            while (true)
            {
                var address = await directory.RegisterAsync(grain, member.Membership.Local, CancellationToken.None);
                if (address.Silo != member.Membership.Local)
                {
                    await Task.Yield();
                    continue;
                }
                taken.Add(address);
                await directory.UnregisterAsync(address, CancellationToken.None);
                return;
            }
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        await Task.WhenAll(
            Parallel.ForAsync(0, Grains, parallel, async (n, _) => await TakeAsync(atA, a, n)),
            Parallel.ForAsync(0, Grains, parallel, async (n, _) => await TakeAsync(atB, b, n)));

        foreach (var grain in taken.GroupBy(address => address.Grain))
        {
            Assert.Equal(2, grain.Count());
            Assert.Equal([1, 3], grain.Select(address => address.Epoch).Order());
            Assert.Equal(2, grain.Select(address => address.Silo).Distinct().Count());
        }
    }

    [Fact]
    public async Task A_living_owner_keeps_its_grain_and_a_dead_ones_is_taken_with_a_higher_epoch()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        await using var b = await TestMember.JoinAsync(url, "b:1");
        using var atA = new ClusterGrainDirectory(a.Database, a.Membership);
        using var atB = new ClusterGrainDirectory(b.Database, b.Membership);
        var first = await atA.RegisterAsync(Grain, a.Membership.Local, CancellationToken.None);
        Assert.Equal(first, await atB.RegisterAsync(Grain, b.Membership.Local, CancellationToken.None));
        Assert.Equal(first, await atB.LookupAsync(Grain, CancellationToken.None));

        await b.LiveAsync(6);

        Assert.Null(await atB.LookupAsync(Grain, CancellationToken.None));
        var second = await atB.RegisterAsync(Grain, b.Membership.Local, CancellationToken.None);
        Assert.Equal(b.Membership.Local, second.Silo);
        Assert.True(second.Epoch > first.Epoch);

        // The dead one's release, and its wish to have the grain, come too late.
        await atA.UnregisterAsync(first, CancellationToken.None);
        Assert.Equal(second, await atB.ReadAsync(Grain, CancellationToken.None));
        Assert.Equal(second, await atA.RegisterAsync(Grain, a.Membership.Local, CancellationToken.None));
    }

    [Fact]
    public async Task A_silo_that_is_not_a_member_takes_nothing()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        using var directory = new ClusterGrainDirectory(a.Database, a.Membership);
        var refused = await Assert.ThrowsAsync<GranaryException>(
            () => directory.RegisterAsync(Grain, a.Membership.Local with { Generation = 99 }, CancellationToken.None).AsTask());
        Assert.Equal(ErrorKind.Unavailable, refused.Kind);
        Assert.Null(await directory.ReadAsync(Grain, CancellationToken.None));
    }

    [Fact]
    public async Task A_grain_of_a_row_that_a_person_has_deleted_can_be_taken()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        await using var b = await TestMember.JoinAsync(url, "b:1");
        using var atA = new ClusterGrainDirectory(a.Database, a.Membership);
        using var atB = new ClusterGrainDirectory(b.Database, b.Membership);
        var first = await atA.RegisterAsync(Grain, a.Membership.Local, CancellationToken.None);
        await using var command = a.Database.Source.CreateCommand("delete from granary.silos where endpoint = 'a:1'");
        await command.ExecuteNonQueryAsync();

        var second = await atB.RegisterAsync(Grain, b.Membership.Local, CancellationToken.None);

        Assert.Equal((b.Membership.Local, first.Epoch + 1), (second.Silo, second.Epoch));
    }

    [Fact]
    public async Task What_is_remembered_goes_on_without_PostgreSQL()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var a = await TestMember.JoinAsync(url, "a:1");
        var directory = new ClusterGrainDirectory(a.Database, a.Membership);
        var address = await directory.RegisterAsync(Grain, a.Membership.Local, CancellationToken.None);
        await a.Database.DisposeAsync();

        Assert.Equal(address, await directory.LookupAsync(Grain, CancellationToken.None));
        directory.Learn(address with { Epoch = address.Epoch - 1 });
        Assert.Equal(address, await directory.LookupAsync(Grain, CancellationToken.None));
    }
}
