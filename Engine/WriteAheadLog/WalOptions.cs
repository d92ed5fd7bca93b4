using System.ComponentModel.DataAnnotations;

namespace Granary.Engine.WriteAheadLog;

/// <summary>Settings of the write-ahead log.</summary>
public sealed class WalOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Wal";

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

    /// <summary>The size at which appends are refused (53100) until flushes have freed files. Default 16 GiB.</summary>
    [Range(1 << 16, long.MaxValue)]
    public long MaxBytes { get; set; } = 16L << 30;

    /// <summary>Freed files kept for re-use: a file written before syncs faster than a new one. Default 4.</summary>
    [Range(0, 1024)]
    public int MaxSpareFiles { get; set; } = 4;

    /// <summary>Records that may wait for the disk; further appends wait before they queue. Default 8,192.</summary>
    [Range(1, 1 << 20)]
    public int MaxQueuedRecords { get; set; } = 8192;

    /// <summary>The most bytes that share one write and one sync, unless one record alone is larger. Default 16 MiB.</summary>
    [Range(1 << 12, 1 << 30)]
    public int MaxGroupBytes { get; set; } = 16 << 20;

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
