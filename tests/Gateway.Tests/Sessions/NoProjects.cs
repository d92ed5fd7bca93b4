using Granary.Grains.Interfaces;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>A place without projects.</summary>
internal sealed class NoProjects : IProjectCatalog
{
    public IReadOnlyList<ProjectId> Projects(string? tableName = null) => [];

    public bool Contains(TableId table) => false;

    public void Add(TableId table)
    {
    }

    public ValueTask AnnounceAsync(TableId table, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask RefreshAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
