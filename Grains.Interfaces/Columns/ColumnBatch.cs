using Granary.Grains.Interfaces.Tables;

namespace Granary.Grains.Interfaces.Columns;

/// <summary>
/// Rows in columns: the only form in which rows move inside Granary. Immutable. A batch need not hold every column of its
/// table: one that is missing is NULL in every row.
/// </summary>
public sealed class ColumnBatch
{
    /// <summary>Puts columns of one length together.</summary>
    /// <param name="names">The columns' names.</param>
    /// <param name="columns">The columns, as many as names, each of <paramref name="rowCount"/> rows.</param>
    /// <param name="rowCount">The number of rows; may be positive with no columns at all.</param>
    public ColumnBatch(IReadOnlyList<string> names, IReadOnlyList<Column> columns, int rowCount)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(columns);
        if (names.Count != columns.Count) throw new ArgumentException("as many names as columns are needed", nameof(names));
        if (columns.Any(column => column.Length != rowCount)) throw new ArgumentException("columns differ in length", nameof(columns));
        Names = names;
        Columns = columns;
        RowCount = rowCount;
    }

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Bytes of memory that the rows take.</summary>
    public long SizeInBytes => Columns.Sum(column => column.SizeInBytes);

    /// <summary>The column of a name, or null when the batch doesn't hold it (all its rows are NULL then).</summary>
    /// <param name="name">The exact name.</param>
    public Column? Find(string name)
    {
        for (var i = 0; i < Names.Count; i++)
            if (Names[i] == name) return Columns[i];
        return null;
    }

    /// <summary>A view of some of the rows; copies nothing.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="length">The number of rows.</param>
    public ColumnBatch Slice(int start, int length) =>
        start == 0 && length == RowCount ? this
            : new ColumnBatch(Names, [.. Columns.Select(column => column.Slice(start, length))], length);

    /// <summary>Some of the rows, in the order given, copied column by column.</summary>
    /// <param name="rows">0-based rows.</param>
    public ColumnBatch Take(ReadOnlySpan<int> rows)
    {
        var taken = new Column[Columns.Count];
        for (var i = 0; i < taken.Length; i++)
        {
            var builder = new ColumnBuilder(Columns[i].Type);
            builder.AppendRows(Columns[i], rows);
            taken[i] = builder.ToColumn();
        }

        return new ColumnBatch(Names, taken, rows.Length);
    }

    /// <summary>The same rows with exactly a schema's columns in its order; those not held are NULL.</summary>
    /// <param name="schema">The table's schema.</param>
    public ColumnBatch WithColumnsOf(TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new ColumnBatch(
            schema.ColumnNames,
            [.. schema.Columns.Select(column => Find(column.Name) ?? Column.AllNull(column.Type, RowCount))],
            RowCount);
    }
}
