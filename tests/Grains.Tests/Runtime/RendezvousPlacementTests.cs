using Granary.Runtime;
using Granary.Runtime.Membership;
using Granary.Runtime.Placement;

namespace Granary.Grains.Tests.Runtime;

public sealed class RendezvousPlacementTests
{
    private static readonly RendezvousPlacementDirector Director = new();
    private static readonly SiloAddress[] Silos = [.. Enumerable.Range(1, 4).Select(n => new SiloAddress($"10.0.0.{n}:7000", n))];

    [Fact]
    public void Grains_spread_evenly()
    {
        var shares = Grains().CountBy(grain => Place(grain, Silos)).Select(share => share.Value).ToList();
        Assert.Equal(4, shares.Count);
        Assert.All(shares, share => Assert.InRange(share, 2000, 3000));
    }

    [Fact]
    public void Only_the_grains_of_a_silo_that_leaves_move()
    {
        foreach (var grain in Grains())
        {
            var before = Place(grain, Silos);
            var after = Place(grain, Silos[..3]);
            if (before != Silos[3]) Assert.Equal(before, after);
        }
    }

    [Fact]
    public void The_order_of_the_silos_and_their_generation_do_not_matter()
    {
        foreach (var grain in Grains().Take(100))
        {
            SiloAddress[] restarted = [.. Silos.Reverse().Select(silo => silo with { Generation = silo.Generation + 100 })];
            Assert.Equal(Place(grain, Silos).Endpoint, Place(grain, restarted).Endpoint);
        }
    }

    private static SiloAddress Place(GrainId grain, SiloAddress[] silos) => Director.Place(RendezvousPlacement.Instance, grain, silos);

    private static IEnumerable<GrainId> Grains() => Enumerable.Range(0, 10_000).Select(n => new GrainId("table", $"project{n}/otel_logs_and_spans"));
}
