using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Tests.Columns;

/// <summary>Goal: columns keep exactly what is put in, however they are cut and joined. Method: random columns beside plain lists of the same values.</summary>
public sealed class ColumnPropertyTests
{
    private const int Rounds = 60;

    public static TheoryData<int> TypeIndexes => [.. Enumerable.Range(0, RandomColumns.Types.Length)];

    [Theory]
    [MemberData(nameof(TypeIndexes))]
    public void Slices_of_slices_hold_their_rows(int typeIndex) => ForSeeds(typeIndex, (type, random, made) =>
    {
        var values = made.Values(type, random.Next(60));
        var column = RandomColumns.Build(type, values).ToColumn();
        for (var i = 0; i < 3; i++)
        {
            var start = random.Next(values.Count + 1);
            var length = random.Next(values.Count - start + 1);
            (column, values) = (column.Slice(start, length), values.GetRange(start, length));
            Equal(values, column);
        }
    });

    [Theory]
    [MemberData(nameof(TypeIndexes))]
    public void Appended_slices_follow_one_another_and_earlier_views_stay(int typeIndex) => ForSeeds(typeIndex, (type, random, made) =>
    {
        var builder = new ColumnBuilder(type);
        var expected = new List<object?>();
        var views = new List<(Column View, string Shown)>();
        for (var i = 0; i < 5; i++)
        {
            var values = made.Values(type, random.Next(40));
            var start = random.Next(values.Count + 1);
            var length = random.Next(values.Count - start + 1);
            builder.Append(RandomColumns.Build(type, values).ToColumn().Slice(start, length));
            expected.AddRange(values.GetRange(start, length));
            var single = made.Value(type, 0.3);
            RandomColumns.Append(builder, single);
            expected.Add(single);
            views.Add((builder.ToColumn(), RandomColumns.Show(expected)));
        }

        foreach (var (view, shown) in views) Assert.Equal(shown, RandomColumns.Show(view));
    });

    [Theory]
    [MemberData(nameof(TypeIndexes))]
    public void Gathered_rows_come_in_the_order_asked(int typeIndex) => ForSeeds(typeIndex, (type, random, made) =>
    {
        var values = made.Values(type, 1 + random.Next(50));
        var column = RandomColumns.Build(type, values).ToColumn();
        var builder = RandomColumns.Build(type, made.Values(type, 0));
        var first = made.Values(type, random.Next(20));
        foreach (var value in first) RandomColumns.Append(builder, value);
        var rows = Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(values.Count)).ToArray();
        builder.AppendRows(column, rows);
        Equal([.. first, .. rows.Select(row => values[row])], builder.ToColumn());
    });

    [Theory]
    [MemberData(nameof(TypeIndexes))]
    public void Truncated_rows_leave_nothing_behind(int typeIndex) => ForSeeds(typeIndex, (type, random, made) =>
    {
        var values = made.Values(type, random.Next(40));
        var builder = RandomColumns.Build(type, values);
        var kept = random.Next(values.Count + 1);
        builder.Truncate(kept);
        var more = made.Values(type, random.Next(40));
        foreach (var value in more) RandomColumns.Append(builder, value);
        Equal([.. values.Take(kept), .. more], builder.ToColumn());
    });

    [Fact]
    public void A_row_abandoned_within_an_array_leaves_no_elements()
    {
        var batch = new BatchBuilder(["a"], [DataType.Array(DataType.Int32)]);
        batch.Columns[0].Child.Append(1);
        batch.AbandonRow();
        batch.Columns[0].Child.Append(2);
        batch.Columns[0].EndList();
        batch.EndRow();
        Assert.Equal([2], batch.ToBatch().Columns[0].GetList(0).Values<int>().ToArray());
    }

    [Theory]
    [MemberData(nameof(TypeIndexes))]
    public void Frames_give_back_what_was_written(int typeIndex) => ForSeeds(typeIndex, (type, random, made) =>
    {
        var values = made.Values(type, random.Next(60));
        var start = random.Next(values.Count + 1);
        var length = random.Next(values.Count - start + 1);
        var column = RandomColumns.Build(type, values).ToColumn().Slice(start, length);
        var batch = new ColumnBatch(["x"], [column], length);
        var frame = new byte[BatchFrame.MaxLength(batch)];
        var read = BatchFrame.Read(frame.AsSpan(0, BatchFrame.Write(batch, frame)));
        Assert.Equal(length, read.RowCount);
        var again = read.Find("x") ?? Column.AllNull(type, length);
        Assert.Equal(type, again.Type);
        Equal(values.GetRange(start, length), again);
    });

    private static void Equal(List<object?> expected, Column actual)
    {
        Assert.Equal(expected.Count, actual.Length);
        Assert.Equal(RandomColumns.Show(expected), RandomColumns.Show(actual));
    }

    private static void ForSeeds(int typeIndex, Action<DataType, Random, RandomColumns> check)
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            try
            {
                check(RandomColumns.Types[typeIndex], random, new RandomColumns(random));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{RandomColumns.Types[typeIndex]}, seed {seed}: {error.Message}", error);
            }
        }
    }
}
