namespace Granary.Engine.DuckDb;

/// <summary>How one in-memory DuckDB database is opened; none of it can change afterwards.</summary>
internal sealed record DuckDbDatabaseOptions
{
    /// <summary>What all statements together may hold in memory before they spill or fail.</summary>
    public required long MemoryLimitBytes { get; init; }

    /// <summary>How many threads execute, counting the caller's.</summary>
    public required int Threads { get; init; }

    /// <summary>Where intermediate results spill; null forbids spilling.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>How much may be spilled.</summary>
    public long MaxTempDirectoryBytes { get; init; }

    /// <summary>The only directories whose files a statement can read or write.</summary>
    public IReadOnlyList<string> AllowedDirectories { get; init; } = [];

    /// <summary>Whether rows leave in the order in which they came where SQL leaves it open; costs memory and parallelism.</summary>
    public bool PreserveInsertionOrder { get; init; }

    /// <summary>How many prepared statements each connection keeps.</summary>
    public int PreparedStatementsPerConnection { get; init; } = 64;
}
