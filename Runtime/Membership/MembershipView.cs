namespace Granary.Runtime.Membership;

/// <summary>The members of the cluster at one moment. A silo that was declared dead, or has left, is in it no more.</summary>
/// <param name="Version">Rises with each view that this process has seen; other processes count for themselves.</param>
/// <param name="Members">All that are alive, in the order of their addresses.</param>
public sealed record MembershipView(long Version, IReadOnlyList<Member> Members)
{
    /// <summary>Whether this very life is among the members.</summary>
    /// <param name="silo">The life of a silo.</param>
    public bool Contains(SiloAddress silo) => Members.Any(member => member.Address == silo);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Members.Select(member => $"{member.Address} {member.Role} {member.Status}"));
}
