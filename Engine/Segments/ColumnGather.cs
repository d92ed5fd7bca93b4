using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Conversion;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Segments;

/// <summary>
/// Gathers rows of one table column, which lie in several batches, into vectors. Texts are not copied: the vectors point
/// into the batches, which the caller keeps alive.
/// </summary>
internal sealed unsafe class ColumnGather
{
    private readonly DataType _type;
    private readonly Column[] _columns;
    private readonly nint[] _values;
    private readonly nint[] _offsets;
    private readonly bool _isAllNull;
    private readonly bool _mayHaveNulls;

    public ColumnGather(DataType type, Column[] columns)
    {
        _type = type;
        _columns = columns;
        _isAllNull = columns.All(column => column.IsAllNull);
        _mayHaveNulls = columns.Any(column => column.MayHaveNulls);
        // the buffers are pinned for as long as the columns live
        _values = [.. columns.Select(column => column.Type.FixedWidth > 0 ? Address(column.FixedBytes) : Address<byte>(column.Bytes))];
        _offsets = [.. columns.Select(column => column.Type.FixedWidth > 0 ? 0 : Address(column.Offsets))];
    }

    public void Fill(VectorWriter target, ReadOnlySpan<RowReference> rows)
    {
        if (_isAllNull)
        {
            VectorFiller.Fill(target, Column.AllNull(_type, rows.Length), 0, rows.Length, 0);
            return;
        }

        if (_mayHaveNulls)
            FillValidity(target, rows);
        switch (_type.Kind)
        {
            case TypeKind.Numeric:
                FillDecimals(target, rows);
                break;
            case TypeKind.Uuid:
                FillUuids(target, rows);
                break;
            case TypeKind.Array:
                FillLists(target, rows);
                break;
            default:
                FillPlain(target, rows);
                break;
        }
    }

    private void FillPlain(VectorWriter target, ReadOnlySpan<RowReference> rows)
    {
        switch (_type.FixedWidth)
        {
            case 1: FillFixed<byte>(target, rows); break;
            case 2: FillFixed<short>(target, rows); break;
            case 4: FillFixed<int>(target, rows); break;
            case 8: FillFixed<long>(target, rows); break;
            case 16: FillFixed<Int128>(target, rows); break;
            default: FillBytes(target, rows); break;
        }
    }

    private void FillValidity(VectorWriter target, ReadOnlySpan<RowReference> rows)
    {
        Span<ulong> validity = target.Validity(rows.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            if (_columns[rows[row].Batch].IsNull(rows[row].Row))
                validity[row >> 6] &= ~(1UL << (row & 63));
        }
    }

    private void FillFixed<T>(VectorWriter target, ReadOnlySpan<RowReference> rows)
        where T : unmanaged
    {
        Span<T> values = target.Values<T>(rows.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            var source = (T*)_values[rows[row].Batch];
            values[row] = source == null ? default : Unsafe.ReadUnaligned<T>(source + rows[row].Row);
        }
    }

    private void FillBytes(VectorWriter target, ReadOnlySpan<RowReference> rows)
    {
        Span<NativeString> strings = target.Values<NativeString>(rows.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            var offsets = (int*)_offsets[rows[row].Batch];
            if (offsets == null)
            {
                strings[row] = default;
                continue;
            }

            int from = offsets[rows[row].Row];
            strings[row] = NativeString.Over((byte*)_values[rows[row].Batch] + from, offsets[rows[row].Row + 1] - from);
        }
    }

    private Int128 Decimal(RowReference row)
    {
        var source = (Int128*)_values[row.Batch];
        return source == null ? default : Unsafe.ReadUnaligned<Int128>(source + row.Row);
    }

    private void FillDecimals(VectorWriter target, ReadOnlySpan<RowReference> rows)
    {
        switch (ColumnTypes.DecimalBytes(_type.Precision))
        {
            case sizeof(short):
                Span<short> shorts = target.Values<short>(rows.Length);
                for (int row = 0; row < rows.Length; row++)
                    shorts[row] = (short)Decimal(rows[row]);
                break;
            case sizeof(int):
                Span<int> ints = target.Values<int>(rows.Length);
                for (int row = 0; row < rows.Length; row++)
                    ints[row] = (int)Decimal(rows[row]);
                break;
            case sizeof(long):
                Span<long> longs = target.Values<long>(rows.Length);
                for (int row = 0; row < rows.Length; row++)
                    longs[row] = (long)Decimal(rows[row]);
                break;
            default:
                FillFixed<Int128>(target, rows);
                break;
        }
    }

    private void FillUuids(VectorWriter target, ReadOnlySpan<RowReference> rows)
    {
        Span<NativeHugeInt> values = target.Values<NativeHugeInt>(rows.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            var source = (byte*)_values[rows[row].Batch];
            values[row] = source == null ? default : UuidBytes.ToDuckDb(new ReadOnlySpan<byte>(source + rows[row].Row * 16L, 16));
        }
    }

    /// <summary>The elements are laid one list after another, each list's by copying memory.</summary>
    private void FillLists(VectorWriter target, ReadOnlySpan<RowReference> rows)
    {
        Span<NativeListEntry> entries = target.Values<NativeListEntry>(rows.Length);
        ulong elements = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            var offsets = (int*)_offsets[rows[row].Batch];
            ulong length = offsets == null ? 0 : (ulong)(offsets[rows[row].Row + 1] - offsets[rows[row].Row]);
            entries[row] = new NativeListEntry { Offset = elements, Length = length };
            elements += length;
        }

        VectorWriter child = target.ListChild((int)elements);
        for (int row = 0; row < rows.Length; row++)
        {
            if (entries[row].Length == 0)
                continue;

            Column column = _columns[rows[row].Batch];
            int from = column.Offsets[rows[row].Row];
            VectorFiller.Fill(child, column.Child!, from, (int)entries[row].Length, (int)entries[row].Offset);
        }
    }

    private static nint Address<T>(ReadOnlySpan<T> pinned)
        where T : unmanaged => pinned.IsEmpty ? 0 : (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(pinned));
}
