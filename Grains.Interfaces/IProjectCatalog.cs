namespace Granary.Grains.Interfaces;

/// <summary>Which projects exist: those that hold a table in the store, and those that were written to since start.</summary>
public interface IProjectCatalog
{
    /// <summary>The projects that hold a table of this name, or of any name when null; in ordinal order. From memory.</summary>
    /// <param name="tableName">The table, or null.</param>
    IReadOnlyList<ProjectId> Projects(string? tableName = null);

    /// <summary>Whether a table of a project has been written to.</summary>
    /// <param name="table">The table.</param>
    bool Contains(TableId table);

    /// <summary>Notes that a table of a project holds rows from now on. Idempotent.</summary>
    /// <param name="table">The table.</param>
    void Add(TableId table);

    /// <summary>
    /// Makes a table known to the whole cluster, before the first write to it is acknowledged. Throws Unavailable when that
    /// can't be done now. Idempotent, and at once for a table that is known.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask AnnounceAsync(TableId table, CancellationToken cancellationToken);

    /// <summary>
    /// Learns of every table that was announced before the call, by whomever. When that can't be found out now, what is known
    /// goes on, and the statement is given a warning.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask RefreshAsync(CancellationToken cancellationToken);
}
