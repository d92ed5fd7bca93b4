namespace Granary.Grains.Interfaces.Columns;

/// <summary>The room for one column's rows, for the bytes of their texts and for the elements of their arrays, with an eighth to spare.</summary>
internal sealed record ColumnCapacity(int Rows, int Bytes, ColumnCapacity? Child)
{
    /// <summary>The room of a column; null when it is all NULL and takes none.</summary>
    public static ColumnCapacity? Of(Column column)
    {
        if (column.IsAllNull) return null;
        if (column.Type.FixedWidth > 0) return new ColumnCapacity(WithSpare(column.Length), 0, null);
        var (from, to) = (column.Offsets[0], column.Offsets[^1]);
        return column.Child is null
            ? new ColumnCapacity(WithSpare(column.Length), WithSpare(to - from), null)
            : new ColumnCapacity(WithSpare(column.Length), 0, Of(column.Child.Slice(from, to - from)));
    }

    // room that is never written takes addresses, not memory
    private static int WithSpare(int count) => (int)Math.Min(count + count / 8L, 1 << 30);
}
