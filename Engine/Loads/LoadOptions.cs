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

    /// <summary>Bytes that one load may hold unencoded over all its days; beyond, the largest days are encoded early. Default 320 MiB.</summary>
    [Range(1 << 10, 1L << 34)]
    public long MaxBufferedBytes { get; set; } = 320L << 20;

    /// <summary>Segments of one load that may be in the making at once; staging waits beyond. Default 2.</summary>
    [Range(1, 64)]
    public int MaxConcurrentSegments { get; set; } = 2;

    /// <summary>Loads that a table may have open at once. Default 64.</summary>
    [Range(1, 4096)]
    public int MaxOpenLoads { get; set; } = 64;
}
