using System.ComponentModel.DataAnnotations;

namespace Granary.Engine.SegmentCache;

/// <summary>The local copies of a bucket's segments. A directory store's segments are read in place and need none.</summary>
public sealed class SegmentCacheOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "SegmentCache";

    /// <summary>The directory of the copies, used by one process at a time. Default data/cache.</summary>
    [Required]
    public string Directory { get; set; } = "data/cache";

    /// <summary>
    /// How much the copies may take together; the least recently used go first. A statement that needs more at once is
    /// refused with 53100. Larger saves requests and time on cold data. Default 16 GiB.
    /// </summary>
    [Range(1L << 20, long.MaxValue)]
    public long MaxBytes { get; set; } = 16L << 30;

    /// <summary>Segments fetched at the same time. Default 16.</summary>
    [Range(1, 1024)]
    public int MaxConcurrentDownloads { get; set; } = 16;
}
