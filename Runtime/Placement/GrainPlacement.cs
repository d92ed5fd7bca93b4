using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Membership;

namespace Granary.Runtime.Placement;

/// <summary>Where grains belong by the members as they are now.</summary>
internal sealed class GrainPlacement(GrainTypeRegistry types, IPlacementDirector director, IMembership membership)
{
    /// <summary>The grain's place; Unavailable when no silo takes grains.</summary>
    public SiloAddress PlaceOf(GrainId grain)
    {
        var silos = membership.LiveSilos;
        if (silos.Count > 0) return director.Place(types.ForName(grain.Type).Placement, grain, silos);
        throw new GranaryException(ErrorKind.Unavailable, SqlState.CannotConnectNow, "no silo of the cluster takes grains now") { RetryAfter = TimeSpan.FromSeconds(1) };
    }
}
