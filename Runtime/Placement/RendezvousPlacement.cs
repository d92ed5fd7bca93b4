namespace Granary.Runtime.Placement;

/// <summary>By the highest hash of grain and silo: even, agreed upon without talking, and only a leaving silo's grains move.</summary>
public sealed record RendezvousPlacement : PlacementStrategy
{
    /// <summary>The strategy; it has no settings.</summary>
    public static readonly RendezvousPlacement Instance = new();

    private RendezvousPlacement()
    {
    }
}
