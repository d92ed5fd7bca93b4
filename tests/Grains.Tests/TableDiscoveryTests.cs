using Granary.Engine;
using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces;

namespace Granary.Grains.Tests;

public sealed class TableDiscoveryTests
{
    private readonly InMemoryObjectStore _objects = new(TimeProvider.System);
    private readonly ObjectPaths _paths = new("some/prefix");

    [Fact]
    public async Task Every_table_is_found_once_however_many_objects_it_has_and_whatever_it_is_called()
    {
        TableId[] tables =
        [
            Table("p", "logs"), Table("p", "logs2"), Table("p", "logs-old"), Table("p", "logs.x"), Table("p", "log"), Table("p-1", "logs"),
            Table("p/1", "logs"), Table("p0", "logs"), Table("ü € 😀", "logs"), Table("..", "logs"), Table("P", "logs"),
        ];
        foreach (var table in tables)
        {
            var paths = _paths.ForTable(table);
            foreach (var key in (string[])[paths.Commit(0), paths.Commit(1), paths.LastCheckpoint, paths.FromRelative("date=2025-01-01/a.parquet")])
                await _objects.PutAsync(key, ObjectBody.FromMemory("x"u8.ToArray()), CancellationToken.None);
        }

        var found = await TableDiscovery.FindAsync(new TableStore(_objects, _paths), CancellationToken.None);

        Assert.Equal(tables.Order(Comparer<TableId>.Create((a, b) => string.CompareOrdinal(a.GrainKey, b.GrainKey))), found.Order(Comparer<TableId>.Create((a, b) => string.CompareOrdinal(a.GrainKey, b.GrainKey))));
    }

    [Fact]
    public async Task Objects_that_belong_to_no_table_are_passed_over()
    {
        await _objects.PutAsync(_paths.ProjectsRoot + "README", ObjectBody.FromMemory("x"u8.ToArray()), CancellationToken.None);
        await _objects.PutAsync("elsewhere/projects/p/logs/x", ObjectBody.FromMemory("x"u8.ToArray()), CancellationToken.None);
        await _objects.PutAsync(_paths.ForTable(Table("p", "logs")).Commit(0), ObjectBody.FromMemory("x"u8.ToArray()), CancellationToken.None);

        Assert.Equal([Table("p", "logs")], await TableDiscovery.FindAsync(new TableStore(_objects, _paths), CancellationToken.None));
    }

    [Fact]
    public async Task An_empty_store_holds_no_table() =>
        Assert.Empty(await TableDiscovery.FindAsync(new TableStore(_objects, _paths), CancellationToken.None));

    private static TableId Table(string project, string table) => new(new ProjectId(project), table);
}
