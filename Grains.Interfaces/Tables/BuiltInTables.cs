namespace Granary.Grains.Interfaces.Tables;

/// <summary>The tables that exist in every project.</summary>
public static class BuiltInTables
{
    /// <summary>All built-in tables.</summary>
    public static IReadOnlyList<TableSchema> All { get; } = [OtelLogsAndSpans.Schema, OtelMetrics.Schema];

    /// <summary>The schema of a built-in table, or null when there is none of that name.</summary>
    /// <param name="name">The table's exact name.</param>
    public static TableSchema? Find(string name) => All.FirstOrDefault(schema => schema.Name == name);
}
