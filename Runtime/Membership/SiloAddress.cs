namespace Granary.Runtime.Membership;

/// <summary>One life of one silo: its endpoint and a number that is new at each start, so that a restarted silo is another.</summary>
/// <param name="Endpoint">Host and port for messages between silos; a name without a port for a silo that takes none.</param>
/// <param name="Generation">Rises with each start.</param>
public sealed record SiloAddress(string Endpoint, long Generation)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Endpoint}@{Generation}";
}
