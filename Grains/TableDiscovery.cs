using Granary.Engine;
using Granary.Grains.Interfaces;

namespace Granary.Grains;

/// <summary>
/// Finds the tables that the store holds. A listing gives objects, not folders; so each found table's objects are jumped over,
/// and the whole takes one request a table, however many objects it has.
/// </summary>
internal static class TableDiscovery
{
    public static async Task<IReadOnlyList<TableId>> FindAsync(TableStore store, CancellationToken cancellationToken)
    {
        var tables = new List<TableId>();
        string? startAfter = null;
        while (await FirstKeyAsync(store, startAfter, cancellationToken) is { } key)
        {
            if (store.Paths.TryParseTable(key) is not { } table)
            {
                startAfter = key;
                continue;
            }
            tables.Add(table);
            // The slash's successor sorts behind everything in the table's folder and before every other table's.
            startAfter = store.Paths.ForTable(table).Root[..^1] + (char)('/' + 1);
        }
        return tables;
    }

    private static async Task<string?> FirstKeyAsync(TableStore store, string? startAfter, CancellationToken cancellationToken)
    {
        await foreach (var found in store.Objects.ListAsync(store.Paths.ProjectsRoot, startAfter, cancellationToken)) return found.Key;
        return null;
    }
}
