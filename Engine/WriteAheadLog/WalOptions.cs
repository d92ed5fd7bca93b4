using System.ComponentModel.DataAnnotations;

namespace Granary.Engine.WriteAheadLog;

/// <summary>Settings of the write-ahead log.</summary>
public sealed class WalOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Wal";

    /// <summary>GRANARY_WAL: where the log lies. Default `file`.</summary>
    public WalKind Kind { get; set; } = WalKind.File;

    /// <summary>GRANARY_CLUSTER_ID: whose records are whose in a `postgres` log.</summary>
    [Required]
    public string ClusterId { get; set; } = "granary";

    /// <summary>What stands before a grain's key in the directory, whose epochs a `postgres` log checks.</summary>
    [Required]
    public string GrainType { get; set; } = "table";

    /// <summary>The directory of the `file` log. It must be on a disk that keeps what fdatasync has confirmed.</summary>
    [Required]
    public string Directory { get; set; } = "data/wal";

    /// <summary>
    /// Bytes of one log file, preallocated. Larger ones are switched less often and come back later, since a file is free
    /// only when all its records are. Default 64 MiB.
    /// </summary>
    [Range(1 << 16, 1L << 31)]
    public long FileBytes { get; set; } = 64L << 20;

    /// <summary>The size from which on the grains with the oldest records are asked to flush. Default 2 GiB.</summary>
    [Range(1 << 16, long.MaxValue)]
    public long WantedBytes { get; set; } = 2L << 30;

    /// <summary>The size at which appends are refused (53100) until flushes have freed room. Default 16 GiB.</summary>
    [Range(1 << 16, long.MaxValue)]
    public long MaxBytes { get; set; } = 16L << 30;

    /// <summary>Freed files kept for re-use: a file written before syncs faster than a new one. Default 4.</summary>
    [Range(0, 1024)]
    public int MaxSpareFiles { get; set; } = 4;

    /// <summary>Records that may wait to be stored; further appends wait before they queue (`file`), or are refused to be repeated. Default 8,192.</summary>
    [Range(1, 1 << 20)]
    public int MaxQueuedRecords { get; set; } = 8192;

    /// <summary>The most bytes that share one write and one sync, unless one record alone is larger. Default 16 MiB.</summary>
    [Range(1 << 12, 1 << 30)]
    public int MaxGroupBytes { get; set; } = 16 << 20;

    /// <summary>Groups of a `postgres` log that may be on their way at once, each over a connection of its own. Default 2.</summary>
    [Range(1, 16)]
    public int PostgresConnections { get; set; } = 2;

    /// <summary>
    /// How long PostgreSQL may be away before appends are refused at once, to be repeated. Shorter: clients
    /// hear of it sooner; longer: a restart goes unnoticed. Default 5 s.
    /// </summary>
    public TimeSpan UnavailableAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a `postgres` log's released space is looked for. Default 1 s.</summary>
    public TimeSpan MaintenanceInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// ENABLE_BATCH_QUEUE: acknowledge when a record is written but not yet synced. It survives the loss of the process,
    /// but the loss of the machine may take the last <see cref="BatchInterval"/>. Default false.
    /// </summary>
    public bool BatchQueue { get; set; }

    /// <summary>BATCH_INTERVAL_MS: with the batch queue, how long a record may stay unsynced. Default 1 s.</summary>
    public TimeSpan BatchInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>MAX_BATCH_SIZE: with the batch queue, the unsynced rows that force a sync before the interval ends. Default 1,000.</summary>
    [Range(1, int.MaxValue)]
    public int MaxBatchRows { get; set; } = 1000;
}
