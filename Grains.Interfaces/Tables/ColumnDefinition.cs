using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Tables;

/// <summary>One column of a table.</summary>
/// <param name="Name">The exact name.</param>
/// <param name="Type">The type.</param>
/// <param name="IsNullable">Whether NULL may be stored (else 23502).</param>
public sealed record ColumnDefinition(string Name, DataType Type, bool IsNullable = true)
{
    /// <summary>What an INSERT that leaves the column out gets.</summary>
    public ColumnDefault Default { get; init; } = ColumnDefault.Null;
}
