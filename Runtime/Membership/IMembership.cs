namespace Granary.Runtime.Membership;

/// <summary>Which silos are alive, as this one sees it now.</summary>
public interface IMembership
{
    /// <summary>This silo.</summary>
    SiloAddress Local { get; }

    /// <summary>The live silos, this one among them; from memory.</summary>
    IReadOnlyList<SiloAddress> LiveSilos { get; }
}
