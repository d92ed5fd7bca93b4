using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Gateway.Ingest;

/// <summary>What a row gets in a column for which it names no value.</summary>
internal static class ColumnDefaults
{
    /// <summary>Appends the default of a column; where it depends on the rest of the row, NULL, which <see cref="RowSplitter"/> fills.</summary>
    public static void Append(ColumnDefinition column, ColumnBuilder target, long statementTime)
    {
        switch (column.Default)
        {
            case ColumnDefault.EmptyArray:
                target.EndList();
                break;
            case ColumnDefault.Now:
                target.Append(statementTime);
                break;
            default:
                target.AppendNull();
                break;
        }
    }

    /// <summary>The default for a number of rows, or null when that is NULL or depends on the rest of the row.</summary>
    public static Column? Repeat(ColumnDefinition column, int rows, long statementTime)
    {
        if (column.Default is not (ColumnDefault.EmptyArray or ColumnDefault.Now)) return null;
        var builder = new ColumnBuilder(column.Type);
        for (var i = 0; i < rows; i++) Append(column, builder, statementTime);
        return builder.ToColumn();
    }
}
