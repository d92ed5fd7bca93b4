namespace Granary.Runtime.Membership;

/// <summary>The membership of an embedded silo: itself.</summary>
internal sealed class SingleSiloMembership(TimeProvider time) : IMembership
{
    public SiloAddress Local { get; } = new("embedded", time.GetUtcNow().ToUnixTimeMilliseconds());

    public IReadOnlyList<SiloAddress> LiveSilos => field ??= [Local];
}
