using System.ComponentModel.DataAnnotations;

namespace Granary.Runtime.Messaging;

/// <summary>How the processes of a cluster talk, and the limits of it.</summary>
public sealed class MessagingOptions
{
    /// <summary>The cluster's name; a message of another cluster is refused.</summary>
    [Required]
    public string ClusterId { get; set; } = "granary";

    /// <summary>What all processes of the cluster share and nobody else knows; null when certificates prove who they are, or on one machine.</summary>
    public string? Secret { get; set; }

    /// <summary>The certificates; null for messages in the clear.</summary>
    public ClusterCertificates? Certificates { get; set; }

    /// <summary>Calls and statements that wait for one silo's answers; more wait their turn. Default 1000.</summary>
    [Range(1, 100_000)]
    public int MaxCallsPerSilo { get; set; } = 1000;

    /// <summary>Bytes of rows on their way to one silo; more wait their turn. A message larger than this goes alone. Default 256 MiB.</summary>
    [Range(1 << 20, long.MaxValue)]
    public long MaxBytesPerSilo { get; set; } = 256L << 20;

    /// <summary>How long a call waits for its turn before it is refused as Exhausted. Default 10 s.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Calls that this silo runs for others at the same time; more are refused as Exhausted. Default 4096.</summary>
    [Range(1, 100_000)]
    public int MaxReceivedCalls { get; set; } = 4096;

    /// <summary>Bytes of rows that calls from others hold here; more are left in the network meanwhile. Default 512 MiB.</summary>
    [Range(1 << 20, long.MaxValue)]
    public long MaxReceivedBytes { get; set; } = 512L << 20;

    /// <summary>How long a connection may take to be made. Default 2 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A connection with nothing to read for this long is asked for a sign of life. At least 1 s, the default.</summary>
    public TimeSpan PingDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A peer that gives none for this long is gone: its calls are lost. At least 1 s; default 2 s.</summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest that a call without a limit of its own may take. Default 1 h.</summary>
    public TimeSpan MaxCallDuration { get; set; } = TimeSpan.FromHours(1);
}
