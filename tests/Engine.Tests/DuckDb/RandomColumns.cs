using System.Text;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Tests.DuckDb;

/// <summary>Columns of every type with seeded values: extremes, NULLs, empty and nested arrays, short and long texts.</summary>
internal static class RandomColumns
{
    public static readonly DataType[] Types =
    [
        DataType.Boolean, DataType.Int16, DataType.Int32, DataType.Int64, DataType.Float32, DataType.Float64,
        DataType.Numeric(4, 2), DataType.Numeric(9, 0), DataType.Numeric(18, 6), DataType.Numeric(38, 10),
        DataType.Text, DataType.Varchar(40), DataType.Bytea, DataType.Uuid, DataType.Date, DataType.Time,
        DataType.Timestamp, DataType.TimestampTz, DataType.Interval, DataType.Json, DataType.Jsonb,
        DataType.Array(DataType.Text), DataType.Array(DataType.Int32), DataType.Array(DataType.Boolean),
        DataType.Array(DataType.Numeric(9, 3)), DataType.Array(DataType.Uuid), DataType.Array(DataType.Array(DataType.Int64)),
        DataType.Array(DataType.Array(DataType.Text)),
    ];

    public static string[] Names { get; } = [.. Types.Select((_, index) => $"c{index}")];

    public static ColumnBatch Batch(Random random, int rows, double nullShare)
    {
        var builder = new BatchBuilder(Names, Types);
        for (int column = 0; column < Types.Length; column++)
        {
            // some columns have no NULL at all, some nothing else
            double share = random.Next(6) switch { 0 => 0, 1 => 1, _ => nullShare };
            for (int row = 0; row < rows; row++)
                Append(builder.Columns[column], random, share);
        }

        builder.EndRows(rows);
        return builder.ToBatch();
    }

    /// <summary>Fails unless both columns hold the same values.</summary>
    public static void AssertEqual(Column expected, Column actual, string where)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int row = 0; row < expected.Length; row++)
        {
            string at = $"{where}, {expected.Type}, row {row}";
            Assert.True(expected.IsNull(row) == actual.IsNull(row), $"{at}: null {expected.IsNull(row)} became {actual.IsNull(row)}");
            if (expected.IsNull(row))
                continue;

            if (expected.Type.IsArray)
                AssertEqual(expected.GetList(row), actual.GetList(row), at);
            else
                Assert.True(Raw(expected, row).SequenceEqual(Raw(actual, row)), $"{at}: {Convert.ToHexString(Raw(expected, row))} became {Convert.ToHexString(Raw(actual, row))}");
        }
    }

    /// <summary>The values of a row as text, to sort rows by.</summary>
    public static string Describe(ColumnBatch batch, int row) => string.Join('|', batch.Columns.Select(column => Describe(column, row)));

    private static string Describe(Column column, int row) =>
        column.IsNull(row) ? "-"
        : column.Type.IsArray ? $"[{string.Join(',', Enumerable.Range(0, column.GetList(row).Length).Select(element => Describe(column.GetList(row), element)))}]"
        : Convert.ToHexString(Raw(column, row));

    private static ReadOnlySpan<byte> Raw(Column column, int row) =>
        column.Type.FixedWidth > 0 ? column.FixedBytes.Slice(row * column.Type.FixedWidth, column.Type.FixedWidth) : column.GetBytes(row);

    private static void Append(ColumnBuilder target, Random random, double nullShare)
    {
        if (random.NextDouble() < nullShare)
        {
            target.AppendNull();
            return;
        }

        switch (target.Type.Kind)
        {
            case TypeKind.Boolean: target.Append((byte)random.Next(2)); break;
            case TypeKind.Int16: target.Append((short)random.Next(short.MinValue, short.MaxValue + 1)); break;
            case TypeKind.Int32: target.Append(Pick(random, int.MinValue, int.MaxValue, random.Next())); break;
            case TypeKind.Int64: target.Append(Pick(random, long.MinValue, long.MaxValue, random.NextInt64())); break;
            case TypeKind.Float32: target.Append(Pick(random, float.NaN, float.NegativeInfinity, random.NextSingle())); break;
            case TypeKind.Float64: target.Append(Pick(random, double.NaN, double.PositiveInfinity, random.NextDouble())); break;
            case TypeKind.Numeric: target.Append(RandomDecimal(target.Type.Precision, random)); break;
            case TypeKind.Date: target.Append(Pick(random, int.MaxValue, -int.MaxValue, random.Next(-700_000, 2_900_000))); break;
            case TypeKind.Time: target.Append(random.NextInt64(0, 86_400_000_001)); break;
            case TypeKind.Timestamp or TypeKind.TimestampTz:
                target.Append(Pick(random, long.MaxValue, -long.MaxValue, random.NextInt64(-62_135_596_800_000_000, 253_402_300_800_000_000)));
                break;
            case TypeKind.Interval: target.Append(new Interval(random.Next(-100, 100), random.Next(-1000, 1000), random.NextInt64(-1 << 40, 1L << 40))); break;
            case TypeKind.Uuid: target.Append(new Int128((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64())); break;
            case TypeKind.Bytea: target.AppendBytes(RandomBytes(random)); break;
            case TypeKind.Json or TypeKind.Jsonb: target.AppendBytes(Encoding.UTF8.GetBytes($$"""{"a": "{{RandomText(random)}}"}""")); break;
            case TypeKind.Array:
                for (int count = random.Next(5); count > 0; count--)
                    Append(target.Child, random, target.Type.Element!.IsArray ? 0 : nullShare);
                target.EndList();
                break;
            default: target.AppendBytes(Encoding.UTF8.GetBytes(RandomText(random))); break;
        }
    }

    private static T Pick<T>(Random random, T least, T greatest, T other) =>
        random.Next(10) switch { 0 => least, 1 => greatest, _ => other };

    private static Int128 RandomDecimal(int precision, Random random)
    {
        Int128 limit = 1;
        for (int digit = 0; digit < precision; digit++)
            limit *= 10;
        Int128 value = new Int128((ulong)random.NextInt64() >> 1, (ulong)random.NextInt64()) % limit;
        return random.Next(5) switch { 0 => limit - 1, 1 => 1 - limit, 2 => -value, _ => value };
    }

    private static string RandomText(Random random)
    {
        int length = random.Next(8) switch { 0 => 0, 1 => 12, 2 => 13, 3 => random.Next(100, 3000), _ => random.Next(1, 30) };
        return string.Create(length, random, static (text, random) =>
        {
            for (int i = 0; i < text.Length; i++)
                text[i] = random.Next(20) switch { 0 => 'ä', 1 => '語', 2 => ' ', _ => (char)random.Next('a', 'z' + 1) };
        });
    }

    private static byte[] RandomBytes(Random random)
    {
        byte[] bytes = new byte[random.Next(3) == 0 ? random.Next(200) : random.Next(14)];
        random.NextBytes(bytes);
        return bytes;
    }
}
