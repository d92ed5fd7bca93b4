namespace Granary.Sql.Catalog.Facts;

/// <summary>One configuration parameter of PostgreSQL 15, as `pg_settings` tells it.</summary>
public sealed class SettingFact
{
    /// <summary>The name as PostgreSQL spells it.</summary>
    public required string Name { get; init; }

    /// <summary>The value of a fresh session.</summary>
    public required string Value { get; init; }

    /// <summary>The unit of its numbers (`ms`, `kB`, `8kB` …), or null.</summary>
    public string? Unit { get; init; }

    /// <summary>Its sentence in `SHOW ALL`.</summary>
    public required string Description { get; init; }

    /// <summary>Who may set it and when: internal, postmaster, sighup, backend, superuser-backend, superuser, user.</summary>
    public required string Context { get; init; }

    /// <summary>bool, integer, real, string or enum.</summary>
    public required string Kind { get; init; }

    /// <summary>The least value of a number, or null.</summary>
    public double? Minimum { get; init; }

    /// <summary>The greatest value of a number, or null.</summary>
    public double? Maximum { get; init; }

    /// <summary>The values of an enum.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
