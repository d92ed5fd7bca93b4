namespace Granary.Runtime.Membership;

/// <summary>One process of the cluster.</summary>
/// <param name="Address">Its life.</param>
/// <param name="Role">What it does.</param>
/// <param name="Status">How far its life is.</param>
public sealed record Member(SiloAddress Address, MemberRole Role, MemberStatus Status)
{
    /// <summary>Whether grains are placed on it.</summary>
    public bool TakesGrains => Role is MemberRole.All or MemberRole.Silo && Status == MemberStatus.Active;
}
