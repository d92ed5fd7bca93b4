namespace Granary.Runtime.Membership;

/// <summary>What a process of the cluster does.</summary>
public enum MemberRole
{
    /// <summary>Not set: a bug.</summary>
    Unspecified = 0,
    /// <summary>Hosts grains and speaks to clients.</summary>
    All = 1,
    /// <summary>Hosts grains.</summary>
    Silo = 2,
    /// <summary>Speaks to clients.</summary>
    Gateway = 3,
}
