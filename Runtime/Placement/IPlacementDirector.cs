using Granary.Runtime.Membership;

namespace Granary.Runtime.Placement;

/// <summary>Chooses the silo of a new activation.</summary>
internal interface IPlacementDirector
{
    /// <summary>Chooses among the live silos; pure, so that every silo with the same view chooses the same.</summary>
    SiloAddress Place(PlacementStrategy strategy, GrainId grain, IReadOnlyList<SiloAddress> silos);
}
