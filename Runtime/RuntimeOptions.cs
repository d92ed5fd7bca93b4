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
}
