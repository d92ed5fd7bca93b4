using System.ComponentModel.DataAnnotations;

namespace Granary.Engine.Flushing;

/// <summary>
/// When rows go from memory into segments. The trade-off is always the same: early flushes keep memory and the write-ahead
/// log small and show rows to other readers of the bucket sooner; late ones make fewer, larger segments. Every flush writes
/// at least one object for each day of its rows, so a trickle flushed every 10 s makes 8,640 small segments a day, which
/// compaction must merge.
/// </summary>
public sealed class FlushOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Flush";

    /// <summary>GRANARY_FLUSH_BYTES: rows of this many bytes are flushed; also bounds one flush's work. Default 64 MiB.</summary>
    [Range(1 << 10, 1L << 32)]
    public long MaxBytes { get; set; } = 64L << 20;

    /// <summary>GRANARY_FLUSH_ROWS: so many rows are flushed. Default 500,000.</summary>
    [Range(1, 1 << 28)]
    public long MaxRows { get; set; } = 500_000;

    /// <summary>GRANARY_FLUSH_INTERVAL_MS: rows of the newest days are flushed when the oldest has waited this long. Default 10 s.</summary>
    public TimeSpan HotAge { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>GRANARY_LATE_FLUSH_INTERVAL_MS: the same for late rows, which come scattered over many days. Default 60 s.</summary>
    public TimeSpan LateAge { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>GRANARY_HOT_DAYS: rows of today, of this many days before and of the future are not late. Default 2.</summary>
    [Range(0, 36_500)]
    public int HotDays { get; set; } = 2;

    /// <summary>The first wait after a failed flush; doubled each time. Default 500 ms.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between attempts. Default 30 s.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);
}
