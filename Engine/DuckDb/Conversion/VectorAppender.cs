using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.DuckDb.Conversion;

/// <summary>Appends the rows of flat vectors to columns by copying memory.</summary>
internal static class VectorAppender
{
    /// <summary>Appends rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> of a vector.</summary>
    /// <param name="target">A builder of a type that <paramref name="type"/> can be read as.</param>
    /// <param name="source">The vector.</param>
    /// <param name="type">The vector's type.</param>
    /// <param name="start">The first row; a multiple of 64 unless the target is of texts, byteas or arrays.</param>
    /// <param name="count">The number of rows.</param>
    public static void Append(ColumnBuilder target, VectorReader source, DuckDbType type, int start, int count)
    {
        switch (target.Type.Kind)
        {
            case TypeKind.Boolean when type.Id == DuckDbTypeId.Boolean:
                AppendFixed<byte>(target, source, start, count);
                break;
            case TypeKind.Int16 when type.Id == DuckDbTypeId.SmallInt:
                AppendFixed<short>(target, source, start, count);
                break;
            case TypeKind.Int32 when type.Id == DuckDbTypeId.Integer:
            case TypeKind.Float32 when type.Id == DuckDbTypeId.Float:
            case TypeKind.Date when type.Id == DuckDbTypeId.Date:
                AppendFixed<int>(target, source, start, count);
                break;
            case TypeKind.Int64 when type.Id == DuckDbTypeId.BigInt:
            case TypeKind.Float64 when type.Id == DuckDbTypeId.Double:
            case TypeKind.Time when type.Id == DuckDbTypeId.Time:
            case TypeKind.Timestamp when type.Id == DuckDbTypeId.Timestamp:
            case TypeKind.TimestampTz when type.Id == DuckDbTypeId.TimestampTz:
                AppendFixed<long>(target, source, start, count);
                break;
            case TypeKind.Interval when type.Id == DuckDbTypeId.Interval:
                AppendFixed<Interval>(target, source, start, count);
                break;
            case TypeKind.Numeric when type.Id is DuckDbTypeId.Decimal or DuckDbTypeId.HugeInt && type.Scale == target.Type.Scale:
                AppendDecimals(target, source, type, start, count);
                break;
            case TypeKind.Uuid when type.Id == DuckDbTypeId.Uuid:
                AppendUuids(target, source, start, count);
                break;
            case TypeKind.Text or TypeKind.Varchar or TypeKind.Json or TypeKind.Jsonb when type.Id == DuckDbTypeId.Varchar:
            case TypeKind.Bytea when type.Id == DuckDbTypeId.Blob:
                AppendBytes(target, source, start, count);
                break;
            case TypeKind.Array when type.Id == DuckDbTypeId.List:
                AppendLists(target, source, type, start, count);
                break;
            default:
                throw new GranaryException(ErrorKind.Internal, $"the statement gave {type.Id} where {target.Type} was promised");
        }
    }

    private static void AppendFixed<T>(ColumnBuilder target, VectorReader source, int start, int count)
        where T : unmanaged =>
        target.AppendMany(source.Values<T>(start + count)[start..], Validity(source, start, count));

    private static ReadOnlySpan<ulong> Validity(VectorReader source, int start, int count) =>
        source.HasNulls ? source.Validity(start + count)[(start >> 6)..] : default;

    private static void AppendBytes(ColumnBuilder target, VectorReader source, int start, int count)
    {
        for (int row = start; row < start + count; row++)
        {
            if (source.IsNull(row))
                target.AppendNull();
            else
                target.AppendBytes(source.Bytes(row));
        }
    }

    private static void AppendDecimals(ColumnBuilder target, VectorReader source, DuckDbType type, int start, int count)
    {
        switch (type.Id == DuckDbTypeId.HugeInt ? 16 : ColumnTypes.DecimalBytes(type.Width))
        {
            case sizeof(short):
                ReadOnlySpan<short> shorts = source.Values<short>(start + count);
                for (int row = start; row < shorts.Length; row++)
                    AppendDecimal(target, source, row, shorts[row]);
                break;
            case sizeof(int):
                ReadOnlySpan<int> ints = source.Values<int>(start + count);
                for (int row = start; row < ints.Length; row++)
                    AppendDecimal(target, source, row, ints[row]);
                break;
            case sizeof(long):
                ReadOnlySpan<long> longs = source.Values<long>(start + count);
                for (int row = start; row < longs.Length; row++)
                    AppendDecimal(target, source, row, longs[row]);
                break;
            default:
                AppendFixed<Int128>(target, source, start, count);
                break;
        }
    }

    private static void AppendDecimal(ColumnBuilder target, VectorReader source, int row, Int128 value)
    {
        if (source.IsNull(row))
            target.AppendNull();
        else
            target.Append(value);
    }

    private static void AppendUuids(ColumnBuilder target, VectorReader source, int start, int count)
    {
        ReadOnlySpan<NativeHugeInt> values = source.Values<NativeHugeInt>(start + count);
        Span<byte> uuid = stackalloc byte[16];
        for (int row = start; row < values.Length; row++)
        {
            if (source.IsNull(row))
            {
                target.AppendNull();
                continue;
            }

            UuidBytes.FromDuckDb(values[row], uuid);
            target.Append(System.Runtime.CompilerServices.Unsafe.ReadUnaligned<Int128>(in uuid[0]));
        }
    }

    private static void AppendLists(ColumnBuilder target, VectorReader source, DuckDbType type, int start, int count)
    {
        ReadOnlySpan<NativeListEntry> entries = source.Values<NativeListEntry>(start + count);
        VectorReader elements = source.ListChild();
        for (int row = start; row < entries.Length; row++)
        {
            if (source.IsNull(row))
            {
                target.AppendNull();
                continue;
            }

            AppendElements(target.Child, elements, type.Element!, (int)entries[row].Offset, (int)entries[row].Length);
            target.EndList();
        }
    }

    /// <summary>Elements begin anywhere, so the fixed-width ones go one by one unless they happen to be aligned or have no null.</summary>
    private static void AppendElements(ColumnBuilder target, VectorReader elements, DuckDbType type, int start, int count)
    {
        if ((start & 63) == 0 || !elements.HasNulls || target.Type.FixedWidth == 0 || target.Type.Kind is TypeKind.Uuid)
        {
            Append(target, elements, type, start, count);
            return;
        }

        for (int row = start; row < start + count; row++)
        {
            if (elements.IsNull(row))
                target.AppendNull();
            else
                Append(target, elements.WithoutNulls(), type, row, 1);
        }
    }
}
