using System.Text;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Gateway.Ingest;

/// <summary>Refuses NULL where a table takes none, in PostgreSQL's words and order: the first row, the first column of it.</summary>
internal static class NotNullCheck
{
    // as many bytes of each value as PostgreSQL shows
    private const int MaxShownBytes = 64;

    public static void Run(TableSchema schema, ColumnBatch batch, Func<int, string>? whereOfRow)
    {
        var (badRow, badColumn) = (int.MaxValue, "");
        foreach (var definition in schema.Columns)
        {
            if (definition.IsNullable) continue;
            var column = batch.Find(definition.Name);
            var row = column is null ? 0 : FirstNull(column);
            if (row < 0 || row >= Math.Min(badRow, batch.RowCount)) continue;
            (badRow, badColumn) = (row, definition.Name);
        }

        if (badRow == int.MaxValue) return;
        // a date that doesn't follow from the time is missing because the time is
        if (badColumn == schema.DateColumn && batch.Find(schema.TimeColumn)?.IsNull(badRow) != false) badColumn = schema.TimeColumn;
        throw new GranaryException(ErrorKind.Invalid, SqlState.NotNullViolation, $"null value in column \"{badColumn}\" of relation \"{schema.Name}\" violates not-null constraint")
        {
            Detail = $"Failing row contains ({Describe(schema, batch, badRow)}).",
            ColumnName = badColumn,
            TableName = schema.Name,
            Where = whereOfRow?.Invoke(badRow),
        };
    }

    private static int FirstNull(Column column)
    {
        if (!column.MayHaveNulls) return -1;
        for (var row = 0; row < column.Length; row++)
            if (column.IsNull(row)) return row;
        return -1;
    }

    private static string Describe(TableSchema schema, ColumnBatch batch, int row)
    {
        using var output = new WireBuffer(1024);
        foreach (var definition in schema.Columns)
        {
            if (output.Length > 0) output.Write(", "u8);
            var column = batch.Find(definition.Name);
            if (column is null || column.IsNull(row))
            {
                output.Write("null"u8);
                continue;
            }

            var start = output.Length;
            WireTypes.For(definition.Type).EncodeText(column, row, output, WireContext.Default);
            if (output.Length - start <= MaxShownBytes) continue;
            var end = start + MaxShownBytes;
            while ((output.Written[end] & 0xC0) == 0x80) end--;
            output.Truncate(end);
            output.Write("..."u8);
        }

        return Encoding.UTF8.GetString(output.Written);
    }
}
