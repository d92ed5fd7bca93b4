using Granary.Grains.Interfaces.Tables;

namespace Granary.Sql;

/// <summary>Where an INSERT's rows go.</summary>
/// <param name="Table">The table.</param>
/// <param name="ColumnIndexes">For each source column, the table's column that it fills; columns not named get their default.</param>
public sealed record InsertTarget(TableSchema Table, IReadOnlyList<int> ColumnIndexes)
{
    /// <summary>
    /// The VALUES rows when each value is a bare parameter, literal, NULL or DEFAULT (row by row, in source column order):
    /// then the gateway decodes them straight into columns and need not bind. Else null.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<PlainValue>>? PlainRows { get; init; }
}
