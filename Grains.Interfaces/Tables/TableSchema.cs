using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Tables;

/// <summary>The columns of a table and what each of the few special ones is for.</summary>
public sealed class TableSchema
{
    private readonly Dictionary<string, int> _ordinals;

    /// <summary>Defines a table.</summary>
    /// <param name="name">The table's name.</param>
    /// <param name="columns">The columns in order; names are unique.</param>
    public TableSchema(string name, IReadOnlyList<ColumnDefinition> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Name = name;
        Columns = columns;
        ColumnNames = [.. columns.Select(column => column.Name)];
        ColumnTypes = [.. columns.Select(column => column.Type)];
        _ordinals = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++) _ordinals.Add(columns[i].Name, i);
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; }

    /// <summary>The columns' names in order.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The columns' types in order.</summary>
    public IReadOnlyList<DataType> ColumnTypes { get; }

    /// <summary>The timestamptz column that orders rows in a segment (newest first) and dates them.</summary>
    public string TimeColumn { get; init; } = "timestamp";

    /// <summary>The date column by which segments are partitioned.</summary>
    public string DateColumn { get; init; } = "date";

    /// <summary>The text column that names the row's project.</summary>
    public string ProjectColumn { get; init; } = "project_id";

    /// <summary>Columns of ids that are looked up by equality: dictionaries, and so bloom filters, pay there.</summary>
    public IReadOnlyList<string> IdColumns { get; init; } = [];

    /// <summary>A column's 0-based place, or -1 when the table has none of that name.</summary>
    /// <param name="name">The exact name.</param>
    public int IndexOf(string name) => _ordinals.GetValueOrDefault(name, -1);
}
