using Granary.Grains.Interfaces.Tables;

namespace Granary.Grains.Interfaces.Columns;

/// <summary>Builds batches row by row or batch by batch; one <see cref="ColumnBuilder"/> for each column.</summary>
public sealed class BatchBuilder
{
    /// <summary>Starts an empty batch.</summary>
    /// <param name="names">The columns' names.</param>
    /// <param name="types">Their types, as many as names.</param>
    /// <param name="capacity">The room to begin with, that of a batch of the same columns; null to grow from nothing.</param>
    public BatchBuilder(IReadOnlyList<string> names, IReadOnlyList<DataType> types, BatchCapacity? capacity = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(types);
        if (names.Count != types.Count) throw new ArgumentException("as many names as types are needed", nameof(names));
        Names = names;
        Columns = [.. types.Select(type => new ColumnBuilder(type))];
        if (capacity is null) return;
        if (capacity.Columns.Length != types.Count) throw new ArgumentException("the room is for other columns", nameof(capacity));
        for (var i = 0; i < Columns.Length; i++)
            if (capacity.Columns[i] is { } room) Columns[i].Reserve(room);
    }

    /// <summary>Starts an empty batch with a table's columns.</summary>
    /// <param name="schema">The table's schema.</param>
    /// <param name="capacity">The room to begin with, that of a batch of the same columns; null to grow from nothing.</param>
    public BatchBuilder(TableSchema schema, BatchCapacity? capacity = null) : this(schema.ColumnNames, schema.ColumnTypes, capacity)
    {
    }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns' builders; append one value to each, then call <see cref="EndRow"/>.</summary>
    public ColumnBuilder[] Columns { get; }

    /// <summary>Rows ended so far.</summary>
    public int RowCount { get; private set; }

    /// <summary>Bytes appended so far. Walks the columns: ask once in many rows.</summary>
    public long SizeInBytes => Columns.Sum(column => column.SizeInBytes);

    /// <summary>Ends a row to which every column has had its value.</summary>
    public void EndRow() => RowCount++;

    /// <summary>Ends several rows that were appended column by column.</summary>
    /// <param name="count">How many.</param>
    public void EndRows(int count) => RowCount += count;

    /// <summary>Takes back the values of a row that was not ended.</summary>
    public void AbandonRow()
    {
        foreach (var column in Columns)
            column.Truncate(RowCount); // also of a column without the value: an array's elements may be there already
    }

    /// <summary>Appends all rows of a batch; columns that it doesn't hold get NULLs, columns that only it holds are an error.</summary>
    /// <param name="batch">The rows.</param>
    public void Append(ColumnBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var found = 0;
        for (var i = 0; i < Columns.Length; i++)
        {
            // a batch of the same table mostly has its columns in the same order
            var column = batch.Names.Count > i && batch.Names[i] == Names[i] ? batch.Columns[i] : batch.Find(Names[i]);
            if (column is null) Columns[i].AppendNulls(batch.RowCount);
            else
            {
                Columns[i].Append(column);
                found++;
            }
        }

        if (found != batch.Columns.Count) throw new InvalidOperationException("the batch holds a column that the table doesn't have");
        RowCount += batch.RowCount;
    }

    /// <summary>A view of the rows ended so far; the builder may go on appending behind it.</summary>
    public ColumnBatch ToBatch() => new(Names, [.. Columns.Select(column => column.ToColumn())], RowCount);

    /// <summary>Forgets the rows and keeps the buffers. Only when no batch taken is still in use.</summary>
    public void Reset()
    {
        foreach (var column in Columns) column.Reset();
        RowCount = 0;
    }
}
