namespace Granary.Runtime.Membership;

/// <summary>A member as its row says.</summary>
/// <param name="Member">The member.</param>
/// <param name="HeartbeatAt">Its last heartbeat by PostgreSQL's clock: compared for equality alone, never with a clock of ours.</param>
internal sealed record MemberRow(Member Member, DateTime HeartbeatAt);
