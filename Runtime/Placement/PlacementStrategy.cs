namespace Granary.Runtime.Placement;

/// <summary>How the silo of a new activation is chosen, as data; a <see cref="IPlacementDirector"/> decides by it.</summary>
public abstract record PlacementStrategy;
