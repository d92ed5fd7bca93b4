namespace Granary.Gateway.Http;

/// <summary>What `/status` says, as JSON with camel-case names. The names are API: add, don't rename.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="UptimeSeconds">Since the start.</param>
/// <param name="Mode">`embedded`: one silo with its own directory.</param>
/// <param name="Stage">What the silo is doing.</param>
/// <param name="Store">Where the tables lie.</param>
public sealed record StatusReport(string Version, double UptimeSeconds, string Mode, string Stage, string Store)
{
    /// <summary>Projects that hold a table.</summary>
    public int ProjectCount { get; init; }

    /// <summary>PostgreSQL clients.</summary>
    public int Connections { get; init; }

    /// <summary>The most clients at once.</summary>
    public int MaxConnections { get; init; }

    /// <summary>Disk of the write-ahead log.</summary>
    public long WalBytes { get; init; }

    /// <summary>Rows in memory of all tables, not flushed yet.</summary>
    public long MemtableBytes { get; init; }

    /// <summary>The most that these may take.</summary>
    public long MaxMemtableBytes { get; init; }

    /// <summary>Disk of the segment cache.</summary>
    public long CacheBytes { get; init; }

    /// <summary>The most that it may take.</summary>
    public long MaxCacheBytes { get; init; }

    /// <summary>The tables that are in memory.</summary>
    public IReadOnlyList<TableStatusReport> Tables { get; init; } = [];
}

/// <summary>One table in `/status`.</summary>
/// <param name="Project">The project.</param>
/// <param name="Table">The table.</param>
/// <param name="Version">The Delta version of its snapshot, -1 before the first commit.</param>
/// <param name="Segments">Segments of the snapshot.</param>
/// <param name="MemtableRows">Rows not flushed yet.</param>
/// <param name="MemtableBytes">Bytes of these.</param>
/// <param name="FailedFlushes">Flushes that failed since the last that succeeded.</param>
/// <param name="LastFlushError">Why the last one failed, or null.</param>
public sealed record TableStatusReport(
    string Project, string Table, long Version, int Segments, long MemtableRows, long MemtableBytes, int FailedFlushes, string? LastFlushError);
