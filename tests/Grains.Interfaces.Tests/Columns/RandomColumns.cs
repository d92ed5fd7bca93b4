using System.Text;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Tests.Columns;

/// <summary>Makes columns of any type from a seed, with the values beside them as plain objects to compare with.</summary>
internal sealed class RandomColumns(Random random)
{
    public static readonly DataType[] Types =
    [
        DataType.Boolean, DataType.Int16, DataType.Int32, DataType.Int64, DataType.Float32, DataType.Float64, DataType.Numeric(38, 10), DataType.Text,
        DataType.Varchar(20), DataType.Bytea, DataType.Uuid, DataType.Date, DataType.Time, DataType.Timestamp, DataType.TimestampTz, DataType.Interval,
        DataType.Json, DataType.Jsonb, DataType.Array(DataType.Text), DataType.Array(DataType.Int64), DataType.Array(DataType.Array(DataType.Int32)),
    ];

    /// <summary>A value: null, bytes of a fixed or variable value, or a list of values.</summary>
    public object? Value(DataType type, double nulls)
    {
        if (random.NextDouble() < nulls) return null;
        if (type.Element is { } element) return Enumerable.Range(0, random.Next(4)).Select(_ => Value(element, nulls)).ToList();
        var bytes = new byte[type.FixedWidth > 0 ? type.FixedWidth : random.Next(30)];
        random.NextBytes(bytes);
        if (type.IsText) bytes = Encoding.ASCII.GetBytes(Convert.ToHexString(bytes));
        if (type.Kind == TypeKind.Boolean) bytes[0] &= 1;
        return bytes;
    }

    public List<object?> Values(DataType type, int count)
    {
        double[] densities = [0, 0, 0.1, 0.9, 1];
        var nulls = densities[random.Next(densities.Length)];
        return [.. Enumerable.Range(0, count).Select(_ => Value(type, nulls))];
    }

    public static void Append(ColumnBuilder builder, object? value)
    {
        switch (value)
        {
            case null:
                builder.AppendNull();
                break;
            case List<object?> list:
                foreach (var item in list) Append(builder.Child, item);
                builder.EndList();
                break;
            case byte[] bytes when builder.Type.IsVariable:
                builder.AppendBytes(bytes);
                break;
            case byte[] bytes:
                AppendFixed(builder, bytes);
                break;
        }
    }

    public static ColumnBuilder Build(DataType type, List<object?> values)
    {
        var builder = new ColumnBuilder(type);
        foreach (var value in values) Append(builder, value);
        return builder;
    }

    public static object? Read(Column column, int row)
    {
        if (column.IsNull(row)) return null;
        if (column.Type.IsVariable) return column.GetBytes(row).ToArray();
        if (!column.Type.IsArray) return column.FixedBytes.Slice(row * column.Type.FixedWidth, column.Type.FixedWidth).ToArray();
        var list = column.GetList(row);
        return Enumerable.Range(0, list.Length).Select(i => Read(list, i)).ToList();
    }

    /// <summary>A text of values, equal when they are.</summary>
    public static string Show(IEnumerable<object?> values) => string.Join(',', values.Select(Show));

    public static string Show(Column column) => Show(Enumerable.Range(0, column.Length).Select(row => Read(column, row)));

    private static string Show(object? value) => value switch
    {
        null => "null",
        byte[] bytes => Convert.ToHexString(bytes),
        List<object?> list => $"[{Show((IEnumerable<object?>)list)}]",
        _ => throw new ArgumentException("not a value", nameof(value)),
    };

    private static void AppendFixed(ColumnBuilder builder, byte[] bytes)
    {
        switch (bytes.Length)
        {
            case 1:
                builder.Append(bytes[0]);
                break;
            case 2:
                builder.Append(BitConverter.ToInt16(bytes));
                break;
            case 4:
                builder.Append(BitConverter.ToInt32(bytes));
                break;
            case 8:
                builder.Append(BitConverter.ToInt64(bytes));
                break;
            default:
                builder.Append(BitConverter.ToInt128(bytes));
                break;
        }
    }
}
