namespace Granary.Runtime.Membership;

/// <summary>How far the life of a member is.</summary>
public enum MemberStatus
{
    /// <summary>Not set: a bug.</summary>
    Unspecified = 0,
    /// <summary>Serving; a silo gets grains.</summary>
    Active = 1,
    /// <summary>Serving what it has and handing it over; it gets no more grains.</summary>
    Leaving = 2,
    /// <summary>Declared dead by another, or gone: its grains may be taken.</summary>
    Dead = 3,
}
