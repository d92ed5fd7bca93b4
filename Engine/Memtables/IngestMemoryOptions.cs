using System.ComponentModel.DataAnnotations;

namespace Granary.Engine.Memtables;

/// <summary>The memory that rows may take between a write and its flush, for all tables of the silo together.</summary>
public sealed class IngestMemoryOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "IngestMemory";

    /// <summary>
    /// The budget. More lets the store be slow or away for longer before writers wait; less leaves more for queries. Default
    /// a quarter of the memory that the process may use, at most 4 GiB.
    /// </summary>
    [Range(1 << 20, long.MaxValue)]
    public long MaxBytes { get; set; } = Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, 4L << 30);

    /// <summary>How long a writer waits for room before it is refused with 53200. Default 10 s.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(10);
}
