using System.ComponentModel.DataAnnotations;

namespace Granary.Engine.Segments;

/// <summary>What the encoding of segments may use; apart from queries, so that a wide query can't stop ingest.</summary>
public sealed class SegmentWriterOptions
{
    /// <summary>The memory of all encodings together. More allows larger row groups at once; less spills. Default 512 MiB.</summary>
    [Range(64L << 20, long.MaxValue)]
    public long MemoryLimitBytes { get; set; } = 512L << 20;

    /// <summary>
    /// Threads that one encoding may use. With one, segments side by side keep the cores busy; with more, threads of one encoding spin while
    /// they wait for each other. Default 1.
    /// </summary>
    [Range(1, 64)]
    public int Threads { get; set; } = 1;

    /// <summary>Segments encoded at the same time; others wait. Default 2.</summary>
    [Range(1, 64)]
    public int MaxConcurrentWrites { get; set; } = 2;

    /// <summary>
    /// Rows in a row group: small ones make the newest rows and lookups cheap, large ones compress better (0.6 % from
    /// 122,880 to 32,768). Default 32,768.
    /// </summary>
    [Range(2048, 1 << 20)]
    public int RowGroupRowCount { get; set; } = 32_768;
}
