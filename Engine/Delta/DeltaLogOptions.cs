using System.ComponentModel.DataAnnotations;

namespace Granary.Engine.Delta;

/// <summary>How long a Delta log grows and how far it is trusted.</summary>
public sealed class DeltaLogOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "DeltaLog";

    /// <summary>
    /// Commits between log checkpoints. Fewer make opening a table faster and write more; the log says 10 for all readers.
    /// Default 10.
    /// </summary>
    [Range(1, 10_000)]
    public int LogCheckpointInterval { get; set; } = 10;

    /// <summary>
    /// How long commits that a log checkpoint covers are kept for readers of old versions. A long one makes listings slow:
    /// at 30 days, 68,000 objects and commits of 35 s were seen. Also no snapshot older than a quarter of it is
    /// trusted to be followed commit by commit. Default 6 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan LogRetention { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How long log checkpoints remember removed segments. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan TombstoneRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Log objects deleted in one clean-up at most; the next one goes on. Default 1000.</summary>
    [Range(1, 1_000_000)]
    public int MaxExpiredObjectsPerRun { get; set; } = 1000;

    /// <summary>Commits read at the same time while a table is opened. Default 16.</summary>
    [Range(1, 256)]
    public int MaxConcurrentReads { get; set; } = 16;
}
