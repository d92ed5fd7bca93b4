using System.Collections.Concurrent;
using Granary.Grains.Interfaces;

namespace Granary.Grains;

/// <summary>
/// The tables that hold rows, in memory. Filled at start from the store and the write-ahead log, grown by writes; lists are made
/// anew only when a table is added, since each statement without a project asks for one.
/// </summary>
internal sealed class ProjectCatalog : IProjectCatalog
{
    private readonly ConcurrentDictionary<TableId, bool> _tables = new();
    private readonly Lock _lock = new();
    private volatile Lists _lists = new([], []);

    /// <summary>Tables known.</summary>
    public int TableCount => _tables.Count;

    public IReadOnlyList<ProjectId> Projects(string? tableName = null)
    {
        var lists = _lists;
        return tableName is null ? lists.All : lists.ByTable.GetValueOrDefault(tableName) ?? [];
    }

    public bool Contains(TableId table) => _tables.ContainsKey(table);

    public void Add(TableId table)
    {
        if (_tables.ContainsKey(table)) return;
        lock (_lock)
        {
            if (!_tables.TryAdd(table, true)) return;
            _lists = new Lists(
                Ordered(_tables.Keys.Select(known => known.Project)),
                _tables.Keys.GroupBy(known => known.Table).ToDictionary(group => group.Key, group => Ordered(group.Select(known => known.Project))));
        }
    }

    /// <summary>There is nobody else to tell.</summary>
    public ValueTask AnnounceAsync(TableId table, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>There is nobody else to ask.</summary>
    public ValueTask RefreshAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static ProjectId[] Ordered(IEnumerable<ProjectId> projects) =>
        [.. projects.Distinct().OrderBy(project => project.Value, StringComparer.Ordinal)];

    private sealed record Lists(ProjectId[] All, Dictionary<string, ProjectId[]> ByTable);
}
