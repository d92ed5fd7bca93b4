namespace Granary.Runtime.Membership;

/// <summary>Which processes are in the cluster, as this one sees it now. Everything is from memory.</summary>
public interface IMembership
{
    /// <summary>This process's life. A process that was declared dead gets a new one, so ask each time.</summary>
    SiloAddress Local { get; }

    /// <summary>The silos that grains are placed on: alive, hosting grains, not leaving.</summary>
    IReadOnlyList<SiloAddress> LiveSilos { get; }

    /// <summary>All members, and the number of this view.</summary>
    MembershipView View { get; }

    /// <summary>
    /// Whether this process can be sure that nobody has declared it dead: its last heartbeat that PostgreSQL has confirmed was
    /// sent a short while ago, by a clock that only goes forward. While it is not, it refuses writes and marks what it reads.
    /// </summary>
    bool IsCertain { get; }

    /// <summary>A new view has come; called on a thread of the pool, one call at a time. A handler must be quick and not throw.</summary>
    event Action<MembershipView>? Changed;
}
