using System.Text;
using Granary.Runtime.Membership;

namespace Granary.Runtime.Placement;

/// <summary>Decides by <see cref="RendezvousPlacement"/>.</summary>
internal sealed class RendezvousPlacementDirector : IPlacementDirector
{
    public SiloAddress Place(PlacementStrategy strategy, GrainId grain, IReadOnlyList<SiloAddress> silos)
    {
        if (strategy is not RendezvousPlacement) throw new ArgumentException($"Unknown placement {strategy}.", nameof(strategy));
        if (silos.Count == 1) return silos[0];
        return silos.MaxBy(silo => (Weight(grain, silo), silo.Endpoint))
            ?? throw new ArgumentException("There are no live silos.", nameof(silos));
    }

    // FNV-1a with a final mix: the same in every process and version, which string.GetHashCode is not.
    private static ulong Weight(GrainId grain, SiloAddress silo)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes($"{silo.Endpoint}\0{grain.Type}\0{grain.Key}"))
        {
            hash = (hash ^ value) * 1099511628211UL;
        }
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }
}
