using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Granary.Runtime.Membership;

/// <summary>How this process takes part in a cluster.</summary>
public sealed class ClusterMembershipOptions : IValidateOptions<ClusterMembershipOptions>
{
    /// <summary>Host and port at which the other processes reach this one. Two processes must not have the same.</summary>
    [Required]
    public string Endpoint { get; set; } = "";

    /// <summary>What it does. Default: hosts grains and speaks to clients.</summary>
    public MemberRole Role { get; set; } = MemberRole.All;

    /// <summary>From one heartbeat to the next. Shorter finds changes sooner and asks PostgreSQL more often. Default 1 s.</summary>
    public TimeSpan HeartbeatPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a heartbeat may take before its connection is given up. Default 2 s.</summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Without a confirmed heartbeat for this long a process doesn't trust itself. At most half of <see cref="DeadAfter"/>. Default 2 s.</summary>
    public TimeSpan UncertainAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Without a new heartbeat for this long others declare a process dead. Shorter fails over sooner, longer bears longer pauses. Default 4 s.</summary>
    public TimeSpan DeadAfter { get; set; } = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ClusterMembershipOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.UncertainAfter * 2 > options.DeadAfter
            ? ValidateOptionsResult.Fail("A process must stop trusting itself (UncertainAfter) in half the time after which others declare it dead (DeadAfter).")
            : ValidateOptionsResult.Success;
    }
}
