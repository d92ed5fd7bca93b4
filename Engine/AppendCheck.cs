using Granary.Engine.Flushing;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine;

/// <summary>
/// The engine's own check of rows before they are logged: the caller has checked values; here is what a replay and a flush
/// rely on, since a record that can't be flushed would come back for ever.
/// </summary>
internal static class AppendCheck
{
    /// <returns>The bytes of the rows.</returns>
    public static long Check(TableSchema schema, IReadOnlyList<ColumnBatch> batches)
    {
        long size = 0;
        foreach (var batch in batches)
        {
            for (var i = 0; i < batch.Columns.Count; i++) CheckColumn(schema, i, batch.Names[i], batch.Columns[i]);
            foreach (var column in schema.Columns)
                if (!column.IsNullable) CheckPresent(schema, column, batch);
            CheckPresent(schema, schema.Columns[schema.IndexOf(schema.TimeColumn)], batch);
            CheckDates(batch.Find(schema.DateColumn)!);
            size += batch.SizeInBytes;
        }

        return size;
    }

    private static void CheckColumn(TableSchema schema, int place, string name, Column column)
    {
        var index = place < schema.Columns.Count && schema.Columns[place].Name == name ? place : schema.IndexOf(name);
        if (index < 0) throw new GranaryException(ErrorKind.Invalid, SqlState.UndefinedColumn, $"column \"{name}\" of relation \"{schema.Name}\" does not exist") { ColumnName = name, TableName = schema.Name };
        var expected = schema.Columns[index].Type;
        var isSame = expected.Kind == column.Type.Kind && expected.Scale == column.Type.Scale && expected.Element?.Kind == column.Type.Element?.Kind;
        if (!isSame) throw new GranaryException(ErrorKind.Invalid, SqlState.DatatypeMismatch, $"column \"{name}\" is of type {expected} but the rows hold {column.Type}") { ColumnName = name, TableName = schema.Name };
    }

    private static void CheckPresent(TableSchema schema, ColumnDefinition definition, ColumnBatch batch)
    {
        if (batch.RowCount == 0) return;
        var column = batch.Find(definition.Name);
        if (column is { MayHaveNulls: false }) return;
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (column is not null && !column.IsNull(row)) continue;
            throw new GranaryException(ErrorKind.Invalid, SqlState.NotNullViolation, $"null value in column \"{definition.Name}\" of relation \"{schema.Name}\" violates not-null constraint") { ColumnName = definition.Name, TableName = schema.Name };
        }
    }

    private static void CheckDates(Column dates)
    {
        foreach (var day in dates.Values<int>())
            if (!SegmentUploader.IsStorable(day)) throw new GranaryException(ErrorKind.Invalid, SqlState.DatetimeFieldOverflow, "the date of a row must lie in the years 1 to 9999") { Hint = "Rows are stored by their date; give the time itself in another column." };
    }
}
