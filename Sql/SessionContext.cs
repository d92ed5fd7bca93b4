using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Sql;

/// <summary>What a statement may know about its session. A fresh one is made for each statement; it is never changed.</summary>
public sealed record SessionContext
{
    /// <summary>The database connected to: `postgres` sees all projects, any other name is a project.</summary>
    public required string Database { get; init; }

    /// <summary>The user who logged in.</summary>
    public required string User { get; init; }

    /// <summary>The one project of the session when <see cref="Database"/> names one; else null.</summary>
    public ProjectId? Project { get; init; }

    /// <summary>Schemas searched, `pg_catalog` implied in front.</summary>
    public IReadOnlyList<string> SearchPath { get; init; } = ["public"];

    /// <summary>The session's time zone (IANA name).</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>`now()`: the transaction's start, microseconds since 1970 UTC.</summary>
    public required long TransactionTime { get; init; }

    /// <summary>`statement_timestamp()`, microseconds since 1970 UTC.</summary>
    public required long StatementTime { get; init; }

    /// <summary>`pg_backend_pid()`.</summary>
    public int BackendPid { get; init; }

    /// <summary>`statement_timeout`; zero for none.</summary>
    public TimeSpan StatementTimeout { get; init; }

    /// <summary>The projects that the session may see, each of which is a database too.</summary>
    public Func<IReadOnlyList<ProjectId>> Projects { get; init; } = static () => [];

    /// <summary>The value of a setting for `current_setting(name)`, or null when there is none.</summary>
    public Func<string, string?> Setting { get; init; } = _ => null;

    /// <summary>Rows of the session's open transaction in a table, by project; only this session sees them.</summary>
    public Func<string, IReadOnlyList<KeyValuePair<ProjectId, ColumnBatch>>> Uncommitted { get; init; } = _ => [];
}
