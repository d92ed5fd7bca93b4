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
}
