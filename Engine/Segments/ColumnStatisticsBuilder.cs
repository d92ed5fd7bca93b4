using System.Numerics;
using System.Runtime.InteropServices;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Segments;

/// <summary>Computes one column's statistics over its parts, 64 rows at a time where none of them is null.</summary>
internal static class ColumnStatisticsBuilder
{
    public static ColumnStatistics Compute(ColumnDefinition definition, IReadOnlyList<Column> parts, long rowCount)
    {
        long valueCount = parts.Sum(ValueCount);
        (object? min, object? max) = valueCount == 0 ? (null, null) : Bounds(definition.Type, parts);
        return new ColumnStatistics(definition.Name, definition.Type, rowCount - valueCount, min, max);
    }

    private static (object? Min, object? Max) Bounds(DataType type, IReadOnlyList<Column> parts) => type.Kind switch
    {
        TypeKind.Int16 => Integers<short>(parts),
        TypeKind.Int32 or TypeKind.Date => Integers<int>(parts),
        TypeKind.Int64 or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz => Integers<long>(parts),
        TypeKind.Float32 => Floats<float>(parts),
        TypeKind.Float64 => Floats<double>(parts),
        TypeKind.Numeric => Range<Int128>(parts) is var (min, max) ? (min, max) : default,
        TypeKind.Text or TypeKind.Varchar => TextBounds.Compute(parts),
        _ => default,
    };

    private static (object?, object?) Integers<T>(IReadOnlyList<Column> parts)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        (T min, T max) = Range<T>(parts);
        return (long.CreateChecked(min), long.CreateChecked(max));
    }

    private static (object?, object?) Floats<T>(IReadOnlyList<Column> parts)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        foreach (Column part in parts)
        {
            foreach (T value in part.Values<T>())
            {
                if (T.IsNaN(value))
                    return default;
            }
        }

        (T min, T max) = Range<T>(parts);
        return (double.CreateChecked(min), double.CreateChecked(max));
    }

    private static (T Min, T Max) Range<T>(IReadOnlyList<Column> parts)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        (T min, T max) = (T.MaxValue, T.MinValue);
        foreach (Column part in parts)
        {
            ReadOnlySpan<T> values = part.Values<T>();
            for (int start = 0; start < values.Length; start += 64)
            {
                ReadOnlySpan<T> block = values.Slice(start, Math.Min(64, values.Length - start));
                if (!part.MayHaveNulls || AllValid(part, start, block.Length))
                    Widen(block, ref min, ref max);
                else
                    WidenValid(part, block, start, ref min, ref max);
            }
        }

        return (min, max);
    }

    private static void Widen<T>(ReadOnlySpan<T> values, ref T min, ref T max)
        where T : unmanaged, INumber<T>
    {
        if (Vector.IsHardwareAccelerated && Vector<T>.IsSupported && values.Length == 64)
        {
            ReadOnlySpan<Vector<T>> vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
            (Vector<T> least, Vector<T> greatest) = (vectors[0], vectors[0]);
            for (int i = 1; i < vectors.Length; i++)
                (least, greatest) = (Vector.Min(least, vectors[i]), Vector.Max(greatest, vectors[i]));
            for (int lane = 0; lane < Vector<T>.Count; lane++)
                (min, max) = (T.Min(min, least[lane]), T.Max(max, greatest[lane]));
            return;
        }

        foreach (T value in values)
            (min, max) = (T.Min(min, value), T.Max(max, value));
    }

    private static void WidenValid<T>(Column part, ReadOnlySpan<T> values, int start, ref T min, ref T max)
        where T : unmanaged, INumber<T>
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (!part.IsNull(start + row))
                (min, max) = (T.Min(min, values[row]), T.Max(max, values[row]));
        }
    }

    private static bool AllValid(Column part, int start, int count)
    {
        int bit = part.ValidityOffset + start;
        return (bit & 7) == 0 && (count & 7) == 0
            && !part.Validity.Slice(bit >> 3, count >> 3).ContainsAnyExcept((byte)0xff);
    }

    private static long ValueCount(Column column)
    {
        if (column.IsAllNull)
            return 0;
        if (!column.MayHaveNulls)
            return column.Length;

        long count = 0;
        int row = 0;
        if ((column.ValidityOffset & 7) == 0)
        {
            ReadOnlySpan<byte> bytes = column.Validity.Slice(column.ValidityOffset >> 3, column.Length >> 3);
            ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
            foreach (ulong word in words)
                count += BitOperations.PopCount(word);
            row = words.Length * 64;
        }

        for (; row < column.Length; row++)
            count += column.IsNull(row) ? 0 : 1;
        return count;
    }
}
