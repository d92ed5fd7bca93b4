using System.Runtime.InteropServices;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.DuckDb.Conversion;

/// <summary>
/// Writes rows of columns into vectors by copying memory. Texts and byteas are not copied: the vector points into the
/// column's pinned buffer, so the column must live as long as DuckDB may read the chunk.
/// </summary>
internal static unsafe class VectorFiller
{
    /// <summary>Writes <paramref name="count"/> rows of a column, from row <paramref name="start"/>, to the vector's rows from <paramref name="at"/>.</summary>
    public static void Fill(VectorWriter target, Column column, int start, int count, int at)
    {
        if (column.MayHaveNulls)
            FillValidity(target, column, start, count, at);
        if (column.IsAllNull)
        {
            ClearReferences(target, column.Type, count, at);
            return;
        }

        switch (column.Type.Kind)
        {
            case TypeKind.Numeric:
                FillDecimals(target, column, start, count, at);
                break;
            case TypeKind.Uuid:
                FillUuids(target, column, start, count, at);
                break;
            case TypeKind.Array:
                FillLists(target, column, start, count, at);
                break;
            default:
                if (column.Type.FixedWidth > 0)
                    FillFixed(target, column, start, count, at);
                else
                    FillBytes(target, column, start, count, at);
                break;
        }
    }

    private static void FillValidity(VectorWriter target, Column column, int start, int count, int at)
    {
        Span<ulong> validity = target.Validity(at + count);
        if (column.IsAllNull)
            ValidityBits.Clear(validity, at, count);
        else
            ValidityBits.Copy(column.Validity, column.ValidityOffset + start, validity, at, count);
    }

    /// <summary>What is null is not read, but a list or string that leads nowhere must not lie in the vector either.</summary>
    private static void ClearReferences(VectorWriter target, DataType type, int count, int at)
    {
        if (type.IsVariable || type.IsArray)
            target.Values<Int128>(at + count)[at..].Clear();
    }

    private static void FillFixed(VectorWriter target, Column column, int start, int count, int at)
    {
        int width = column.Type.FixedWidth;
        column.FixedBytes.Slice(start * width, count * width).CopyTo(target.Values<byte>((at + count) * width)[(at * width)..]);
    }

    private static void FillBytes(VectorWriter target, Column column, int start, int count, int at)
    {
        ReadOnlySpan<int> offsets = column.Offsets.Slice(start, count + 1);
        Span<NativeString> strings = target.Values<NativeString>(at + count)[at..];
        var bytes = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(column.Bytes));
        int from = offsets[0];
        for (int row = 0; row < strings.Length; row++)
        {
            int to = offsets[row + 1];
            strings[row] = NativeString.Over(bytes + from, to - from);
            from = to;
        }
    }

    private static void FillDecimals(VectorWriter target, Column column, int start, int count, int at)
    {
        ReadOnlySpan<Int128> values = column.Values<Int128>().Slice(start, count);
        switch (ColumnTypes.DecimalBytes(column.Type.Precision))
        {
            case sizeof(short):
                Span<short> shorts = target.Values<short>(at + count)[at..];
                for (int row = 0; row < values.Length; row++)
                    shorts[row] = (short)values[row];
                break;
            case sizeof(int):
                Span<int> ints = target.Values<int>(at + count)[at..];
                for (int row = 0; row < values.Length; row++)
                    ints[row] = (int)values[row];
                break;
            case sizeof(long):
                Span<long> longs = target.Values<long>(at + count)[at..];
                for (int row = 0; row < values.Length; row++)
                    longs[row] = (long)values[row];
                break;
            default:
                FillFixed(target, column, start, count, at);
                break;
        }
    }

    private static void FillUuids(VectorWriter target, Column column, int start, int count, int at)
    {
        ReadOnlySpan<byte> bytes = column.FixedBytes[(start * 16)..];
        Span<NativeHugeInt> values = target.Values<NativeHugeInt>(at + count)[at..];
        for (int row = 0; row < values.Length; row++)
            values[row] = UuidBytes.ToDuckDb(bytes.Slice(row * 16, 16));
    }

    private static void FillLists(VectorWriter target, Column column, int start, int count, int at)
    {
        ReadOnlySpan<int> offsets = column.Offsets.Slice(start, count + 1);
        int first = offsets[0];
        int elements = offsets[^1] - first;
        int before = at == 0 ? 0 : target.ListChildCount;
        Span<NativeListEntry> entries = target.Values<NativeListEntry>(at + count)[at..];
        for (int row = 0; row < entries.Length; row++)
        {
            entries[row] = new NativeListEntry
            {
                Offset = (ulong)(before + offsets[row] - first),
                Length = (ulong)(offsets[row + 1] - offsets[row]),
            };
        }

        VectorWriter child = target.ListChild(before + elements);
        Fill(child, column.Child!, first, elements, before);
    }
}
