using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.DuckDb.Conversion;

/// <summary>Makes a parameter's value out of a row of a column.</summary>
internal static unsafe class ParameterValue
{
    public static ValueHandle Create(Column column, int row)
    {
        if (column.IsNull(row))
            return NativeMethods.CreateNull();

        return column.Type.Kind switch
        {
            TypeKind.Boolean => NativeMethods.CreateBool(column.FixedBytes[row]),
            TypeKind.Int16 => NativeMethods.CreateInt16(column.Values<short>()[row]),
            TypeKind.Int32 => NativeMethods.CreateInt32(column.Values<int>()[row]),
            TypeKind.Int64 => NativeMethods.CreateInt64(column.Values<long>()[row]),
            TypeKind.Float32 => NativeMethods.CreateFloat(column.Values<float>()[row]),
            TypeKind.Float64 => NativeMethods.CreateDouble(column.Values<double>()[row]),
            TypeKind.Numeric => CreateDecimal(column.Type, column.Values<NativeHugeInt>()[row]),
            TypeKind.Uuid => CreateUuid(column.FixedBytes.Slice(row * 16, 16)),
            TypeKind.Date => NativeMethods.CreateDate(column.Values<int>()[row]),
            TypeKind.Time => NativeMethods.CreateTime(column.Values<long>()[row]),
            TypeKind.Timestamp => NativeMethods.CreateTimestamp(column.Values<long>()[row]),
            TypeKind.TimestampTz => NativeMethods.CreateTimestampTz(column.Values<long>()[row]),
            TypeKind.Interval => NativeMethods.CreateInterval(column.Values<NativeInterval>()[row]),
            TypeKind.Array => CreateList(column.GetList(row)),
            _ => CreateBytes(column, column.GetBytes(row)),
        };
    }

    private static ValueHandle CreateDecimal(DataType type, NativeHugeInt value) =>
        NativeMethods.CreateDecimal(new NativeDecimal { Width = (byte)type.Precision, Scale = (byte)type.Scale, Value = value });

    /// <summary>Unlike in vectors, DuckDB takes the plain 128 bits here and turns the highest one itself.</summary>
    private static ValueHandle CreateUuid(ReadOnlySpan<byte> uuid)
    {
        NativeHugeInt turned = UuidBytes.ToDuckDb(uuid);
        return NativeMethods.CreateUuid(new NativeHugeInt { Lower = turned.Lower, Upper = turned.Upper ^ long.MinValue });
    }

    private static ValueHandle CreateBytes(Column column, ReadOnlySpan<byte> value)
    {
        byte none = 0;
        fixed (byte* bytes = value)
        {
            byte* start = bytes == null ? &none : bytes;
            return column.Type.Kind == TypeKind.Bytea
                ? NativeMethods.CreateBlob(start, (ulong)value.Length)
                : NativeMethods.CreateVarchar(start, (ulong)value.Length);
        }
    }

    private static ValueHandle CreateList(Column elements)
    {
        var handles = new ValueHandle[elements.Length];
        try
        {
            for (int row = 0; row < handles.Length; row++)
                handles[row] = Create(elements, row);

            nint[] values = [.. handles.Select(handle => handle.DangerousGetHandle())];
            using LogicalTypeHandle type = ColumnTypes.ToDuckDb(elements.Type).CreateHandle();
            fixed (nint* first = values.Length == 0 ? [0] : values)
                return NativeMethods.CreateList(type, first, (ulong)values.Length);
        }
        finally
        {
            foreach (ValueHandle? handle in handles)
                handle?.Dispose();
        }
    }
}
