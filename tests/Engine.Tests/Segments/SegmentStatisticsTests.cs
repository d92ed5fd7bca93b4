using System.Text;
using Granary.Engine.Segments;
using Granary.Engine.Tests.DuckDb;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Tests.Segments;

public sealed class SegmentStatisticsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 63)]
    [InlineData(3, 64)]
    [InlineData(4, 1000)]
    [InlineData(5, 5000)]
    public void Statistics_bound_every_value_and_count_every_null(int seed, int rows)
    {
        var random = new Random(seed);
        ColumnBatch whole = RandomColumns.Batch(random, rows, 0.2);
        ColumnBatch[] batches = [whole, whole.Slice(rows / 3, rows / 2), RandomColumns.Batch(random, rows, 0)];
        var schema = new TableSchema("t", [.. RandomColumns.Types.Select((type, index) => new ColumnDefinition(RandomColumns.Names[index], type))]);
        SegmentStatistics statistics = SegmentStatistics.Compute(schema, batches);
        Assert.Equal(batches.Sum(batch => batch.RowCount), statistics.RowCount);
        for (int column = 0; column < schema.Columns.Count; column++)
            AssertBounds(statistics.Columns[column], [.. batches.Select(batch => batch.Columns[column])], seed);
    }

    [Fact]
    public void A_column_that_no_batch_holds_is_all_null()
    {
        var schema = new TableSchema("t", [new("absent", DataType.Int64)]);
        var batch = new ColumnBatch([], [], 7);
        ColumnStatistics statistics = Assert.Single(SegmentStatistics.Compute(schema, [batch]).Columns);
        Assert.Equal((7, null, null), (statistics.NullCount, statistics.Min, statistics.Max));
    }

    [Fact]
    public void Long_texts_are_cut_and_still_bound()
    {
        string text = new string('a', 40);
        Assert.Equal(new string('a', 32), TextBounds.Lower(text));
        Assert.Equal(new string('a', 32) + "\u007f", TextBounds.Upper(text));
        Assert.Equal(new string('ä', 32) + "\U0010FFFF", TextBounds.Upper(new string('ä', 40)));
        Assert.Equal("short", TextBounds.Upper("short"));
        Assert.Null(TextBounds.Upper(new string('a', 32) + "\U0010FFFFz"));
        Assert.Equal(new string('a', 31), TextBounds.Lower(new string('a', 31) + "\U0001F600"));
    }

    [Fact]
    public void Texts_that_share_a_long_beginning_are_told_apart()
    {
        var builder = new BatchBuilder(["t"], [DataType.Text]);
        foreach (string text in new[] { "same-beginning-b", "same-beginning-c", "same-beg", "same-beginning-a" })
        {
            builder.Columns[0].AppendBytes(Encoding.UTF8.GetBytes(text));
            builder.EndRow();
        }

        ColumnStatistics statistics = SegmentStatistics.Compute(new TableSchema("t", [new("t", DataType.Text)]), [builder.ToBatch()]).Columns[0];
        Assert.Equal(("same-beg", "same-beginning-c"), (statistics.Min, statistics.Max));
    }

    [Fact]
    public void A_float_that_is_not_a_number_leaves_no_bounds()
    {
        var builder = new BatchBuilder(["f"], [DataType.Float64]);
        builder.Columns[0].Append(1.5);
        builder.Columns[0].Append(double.NaN);
        builder.EndRows(2);
        ColumnStatistics statistics = SegmentStatistics.Compute(new TableSchema("t", [new("f", DataType.Float64)]), [builder.ToBatch()]).Columns[0];
        Assert.Equal((0, null, null), (statistics.NullCount, statistics.Min, statistics.Max));
    }

    private static void AssertBounds(ColumnStatistics statistics, Column[] parts, int seed)
    {
        int nulls = parts.Sum(part => Enumerable.Range(0, part.Length).Count(part.IsNull));
        Assert.True(nulls == statistics.NullCount, $"seed {seed}, {statistics.Type}: {statistics.NullCount} nulls for {nulls}");
        object[] values = [.. parts.SelectMany(part => Enumerable.Range(0, part.Length).Where(row => !part.IsNull(row)).Select(row => Value(part, row))).OfType<object>()];
        if (values.Length == 0 || values.Any(value => value is double.NaN))
        {
            Assert.Null(statistics.Min);
            Assert.Null(statistics.Max);
            return;
        }

        Comparer<object> comparer = Comparer<object>.Create((left, right) =>
            left is string text ? Encoding.UTF8.GetBytes(text).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes((string)right)) : Comparer<object>.Default.Compare(left, right));
        object least = values.Min(comparer)!;
        object greatest = values.Max(comparer)!;
        Assert.True(comparer.Compare(statistics.Min!, least) <= 0, $"seed {seed}, {statistics.Type}: {statistics.Min} is above {least}");
        Assert.True(comparer.Compare(statistics.Max!, greatest) >= 0, $"seed {seed}, {statistics.Type}: {statistics.Max} is below {greatest}");
        if (least is not string)
            Assert.Equal((least, greatest), (statistics.Min, statistics.Max));
    }

    private static object? Value(Column column, int row) => column.Type.Kind switch
    {
        TypeKind.Int16 => (long)column.Values<short>()[row],
        TypeKind.Int32 or TypeKind.Date => (long)column.Values<int>()[row],
        TypeKind.Int64 or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz => column.Values<long>()[row],
        TypeKind.Float32 => (double)column.Values<float>()[row],
        TypeKind.Float64 => column.Values<double>()[row],
        TypeKind.Numeric => column.Values<Int128>()[row],
        TypeKind.Text or TypeKind.Varchar => Encoding.UTF8.GetString(column.GetBytes(row)),
        _ => null,
    };
}
