namespace Granary.Runtime.Membership;

/// <summary>The membership of an embedded silo: itself.</summary>
internal sealed class SingleSiloMembership : IMembership
{
    public SingleSiloMembership(TimeProvider time)
    {
        Local = new SiloAddress("embedded", time.GetUtcNow().ToUnixTimeMilliseconds());
        LiveSilos = [Local];
        View = new MembershipView(1, [new Member(Local, MemberRole.All, MemberStatus.Active)]);
    }

    // There is never another view.
    public event Action<MembershipView>? Changed
    {
        add { }
        remove { }
    }

    public SiloAddress Local { get; }

    public IReadOnlyList<SiloAddress> LiveSilos { get; }

    public MembershipView View { get; }

    public bool IsCertain => true;
}
