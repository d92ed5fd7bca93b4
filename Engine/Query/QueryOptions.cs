using System.ComponentModel.DataAnnotations;

namespace Granary.Engine.Query;

/// <summary>What queries may use; apart from ingest and flush, so that a wide query fails alone.</summary>
public sealed class QueryOptions
{
    /// <summary>The memory of all statements together; what needs more spills, then fails with 53200. Default 2 GiB.</summary>
    [Range(64L << 20, long.MaxValue)]
    public long MemoryLimitBytes { get; set; } = 2L << 30;

    /// <summary>Threads that execute statements; 0 takes the machine's cores. Default 0.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>How much may be spilled to disk. Default 16 GiB.</summary>
    [Range(0, long.MaxValue)]
    public long MaxSpillBytes { get; set; } = 16L << 30;

    /// <summary>Statements that run or have a result being read; each holds a thread and its share of memory. Default 32.</summary>
    [Range(1, 1024)]
    public int MaxConcurrentStatements { get; set; } = 32;

    /// <summary>Statements that may wait for a place; one more is refused with 53300. Default 256.</summary>
    [Range(0, 1 << 20)]
    public int MaxQueuedStatements { get; set; } = 256;

    /// <summary>How long a statement waits for a place before it is refused with 53300. Default 30 s.</summary>
    public TimeSpan MaxQueueTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Plans that each connection keeps, so that a repeated statement is not planned again. Default 64.</summary>
    [Range(1, 4096)]
    public int PlansPerConnection { get; set; } = 64;
}
