using Granary.Grains.Interfaces;

namespace Granary.Grains.Tests;

public sealed class ProjectCatalogTests
{
    [Fact]
    public void Projects_are_listed_by_table_in_ordinal_order_each_once()
    {
        var catalog = new ProjectCatalog();
        foreach (var (project, table) in (ReadOnlySpan<(string, string)>)[("b", "logs"), ("a", "logs"), ("B", "metrics"), ("a", "metrics"), ("a", "logs")])
            catalog.Add(Table(project, table));

        Assert.Equal(["B", "a", "b"], catalog.Projects().Select(project => project.Value));
        Assert.Equal(["a", "b"], catalog.Projects("logs").Select(project => project.Value));
        Assert.Empty(catalog.Projects("unknown"));
        Assert.True(catalog.Contains(Table("a", "logs")));
        Assert.False(catalog.Contains(Table("b", "metrics")));
    }

    [Fact]
    public async Task Many_writers_lose_no_table()
    {
        var catalog = new ProjectCatalog();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++) catalog.Add(Table($"p{(writer * 100) + i}", "logs"));
        })));
        Assert.Equal(900, catalog.Projects("logs").Count);
    }

    private static TableId Table(string project, string table) => new(new ProjectId(project), table);
}
