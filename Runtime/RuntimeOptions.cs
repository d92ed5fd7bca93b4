using System.ComponentModel.DataAnnotations;

namespace Granary.Runtime;

/// <summary>The limits of the actor runtime.</summary>
public sealed class RuntimeOptions
{
    /// <summary>
    /// How long a call may take when its method doesn't say. A shorter time finds a stuck grain sooner, a longer one bears slower
    /// stores. Default 60 s.
    /// </summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an activation may take: it reads the Delta log and takes over the log's rows. Default 120 s.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>Calls that an activation holds at most, waiting and running; more are refused as Exhausted. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxCallsPerActivation { get; set; } = 10_000;

    /// <summary>An activation without a call for this long ends and frees its memory; its next call pays an activation. Default 2 h.</summary>
    public TimeSpan IdleAge { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How often idle activations are looked for. Default 1 min.</summary>
    public TimeSpan CollectionPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Activations that end at the same time when the silo stops. Default 16.</summary>
    [Range(1, 1024)]
    public int MaxConcurrentDeactivations { get; set; } = 16;

    /// <summary>How long a call looks for a silo that runs it, while owners change or silos don't answer. Default 30 s.</summary>
    public TimeSpan RoutingTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a write waits for this silo to be certain again before it is refused. Default 3 s.</summary>
    public TimeSpan UncertaintyPatience { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Grains that move to another silo at the same time. More spread a new silo's share sooner, and cost more at once. Default 4.</summary>
    [Range(1, 1024)]
    public int MaxConcurrentMoves { get; set; } = 4;

    /// <summary>How often grains are looked for that should be elsewhere, beside each change of the members. Default 10 s.</summary>
    public TimeSpan RebalancePeriod { get; set; } = TimeSpan.FromSeconds(10);
}
