using System.ComponentModel.DataAnnotations;

namespace Granary.Engine.Loads;

/// <summary>How statements that are too large for one append become segments.</summary>
public sealed class LoadOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Loads";

    /// <summary>Rows of a day that are encoded together. More make fewer segments and take more memory. Default 262,144.</summary>
    [Range(1, 1 << 28)]
    public int SegmentRowCount { get; set; } = 262_144;

    /// <summary>Bytes of a day's rows that are encoded together, whatever their number. Default 160 MiB.</summary>
    [Range(1 << 10, 1L << 32)]
    public long SegmentBytes { get; set; } = 160L << 20;

    /// <summary>
    /// Rows of a day that are encoded ahead while the silo has nothing else to encode, so that a load's encoding doesn't
    /// wait for its end. Fewer start earlier and make smaller segments. Default 65,536.
    /// </summary>
    [Range(1, 1 << 28)]
    public int EarlySegmentRowCount { get; set; } = 65_536;

    /// <summary>
    /// Bytes that the unencoded rows of all loads of the silo may take together; the fuller, the earlier they are encoded,
    /// and staging waits when it is full. Default 512 MiB, or an eighth of the process's memory if that is less.
    /// </summary>
    [Range(1 << 16, 1L << 40)]
    public long MaxBytes { get; set; } = Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8, 512L << 20);

    /// <summary>How long staging waits for that memory before the load fails with 53200. Default 60 s.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Segments of one load that may be in the making at once; staging waits beyond. Default 2.</summary>
    [Range(1, 64)]
    public int MaxConcurrentSegments { get; set; } = 2;

    /// <summary>Loads that a table may have open at once. Default 64.</summary>
    [Range(1, 4096)]
    public int MaxOpenLoads { get; set; } = 64;
}
