using Granary.Grains.Interfaces;
using Granary.Runtime.Placement;

namespace Granary.Runtime;

/// <summary>What the runtime knows of a kind of grain. Registered once for each grain interface, by hand instead of by reflection.</summary>
public sealed record GrainTypeDefinition
{
    /// <summary>The stable name: part of every grain's identity in the directory, so never changed.</summary>
    public required string Name { get; init; }

    /// <summary>The interface that callers ask for.</summary>
    public required Type Interface { get; init; }

    /// <summary>Makes a reference.</summary>
    public required Func<GrainId, IGrainCaller, IGrain> CreateReference { get; init; }

    /// <summary>Makes the grain's object for an activation; null in a process that hosts no grains.</summary>
    public Func<IServiceProvider, IGrainContext, Grain>? CreateGrain { get; init; }

    /// <summary>The methods that other processes may call, by their names.</summary>
    public IReadOnlyList<GrainMethod> Methods { get; init; } = [];

    /// <summary>How the silo is chosen.</summary>
    public PlacementStrategy Placement { get; init; } = RendezvousPlacement.Instance;
}
