using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Conversion;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Tests.DuckDb;

/// <summary>Columns go into DuckDB and come back the same, whatever the type and however they are cut.</summary>
public sealed class ConversionTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 3, 40)]
    [InlineData(3, 1, 5000)]
    [InlineData(4, 7, 700)]
    [InlineData(5, 300, 5)]
    [InlineData(6, 2, 2048)]
    public void Every_type_comes_back_as_it_went_in(int seed, int batches, int rows)
    {
        var random = new Random(seed);
        ColumnBatch[] sent = [.. Enumerable.Range(0, batches).Select(_ => RandomColumns.Batch(random, rows, 0.3))];
        AssertRoundTrip(sent, $"seed {seed}");
    }

    [Fact]
    public void Views_that_begin_in_the_middle_are_read_from_there()
    {
        var random = new Random(7);
        ColumnBatch whole = RandomColumns.Batch(random, 3000, 0.3);
        AssertRoundTrip([whole.Slice(3, 1), whole.Slice(5, 2500), whole.Slice(2999, 1), whole.Slice(10, 0)], "seed 7");
    }

    [Fact]
    public void A_column_that_a_batch_does_not_hold_is_null()
    {
        var names = new[] { "a", "b" };
        var builder = new BatchBuilder(["b"], [DataType.Text]);
        builder.Columns[0].AppendBytes("a text that is not inlined"u8);
        builder.EndRow();
        var source = new BatchScanSource(names, [DataType.Array(DataType.Text), DataType.Text], 2) { Batches = [builder.ToBatch()] };
        using ScanRegistration scan = _database.Database.Scans.Register(source);
        Assert.Equal("a text that is not inlined", _database.Text($"SELECT b FROM {scan.TableExpression} WHERE a IS NULL"));
    }

    [Fact]
    public void DuckDB_understands_the_values_as_we_mean_them()
    {
        var builder = new BatchBuilder(
            ["u", "n", "d", "t", "i", "f"],
            [DataType.Uuid, DataType.Numeric(38, 3), DataType.Date, DataType.TimestampTz, DataType.Interval, DataType.Array(DataType.Numeric(5, 1))]);
        builder.Columns[0].Append(System.Runtime.InteropServices.MemoryMarshal.Read<Int128>(
            Convert.FromHexString("0123456789abcdef8123456789abcdef")));
        builder.Columns[1].Append(Int128.Parse("-12345678901234567890123"));
        builder.Columns[2].Append(int.MaxValue);
        builder.Columns[3].Append(1_000_000L);
        builder.Columns[4].Append(new Interval(14, 3, 1_500_000));
        builder.Columns[5].Child.Append((Int128)(-15));
        builder.Columns[5].EndList();
        builder.EndRow();
        ColumnBatch batch = builder.ToBatch();
        var source = new BatchScanSource(batch.Names, [.. batch.Columns.Select(column => column.Type)], 1) { Batches = [batch] };
        using ScanRegistration scan = _database.Database.Scans.Register(source);
        Assert.Equal(
            "01234567-89ab-cdef-8123-456789abcdef|-12345678901234567890.123|infinity|1970-01-01 00:00:01+00|1 year 2 months 3 days 00:00:01.5|[-1.5]",
            _database.Text($"SELECT concat_ws('|', u, n, d, t, i, f) FROM {scan.TableExpression}"));
    }

    [Fact]
    public void Parameters_of_every_type_arrive()
    {
        var random = new Random(11);
        ColumnBatch row = RandomColumns.Batch(random, 1, 0);
        for (int column = 0; column < row.Columns.Count; column++)
        {
            Column expected = row.Columns[column];
            DuckDbStatement statement = _database.Connection.Prepare($"SELECT $1::{ColumnTypes.SqlName(expected.Type)}");
            using (ValueHandle value = ParameterValue.Create(expected, 0))
                statement.Bind(1, value);
            using DuckDbResult result = statement.Start(default);
            using DuckDbChunk chunk = result.Fetch()!;
            var builder = new ColumnBuilder(expected.Type);
            VectorAppender.Append(builder, chunk.Column(0), result.Columns[0].Type, 0, 1);
            RandomColumns.AssertEqual(expected, builder.ToColumn(), "seed 11");
        }
    }

    private void AssertRoundTrip(ColumnBatch[] sent, string where)
    {
        var source = new BatchScanSource(RandomColumns.Names, RandomColumns.Types, maxThreads: 1) { Batches = sent };
        using ScanRegistration scan = _database.Database.Scans.Register(source);
        var expected = new BatchBuilder(RandomColumns.Names, RandomColumns.Types);
        foreach (ColumnBatch batch in sent)
            expected.Append(batch);

        var received = new BatchBuilder(RandomColumns.Names, RandomColumns.Types);
        using DuckDbResult result = _database.Connection.Prepare($"SELECT * FROM {scan.TableExpression}").Start(default);
        while (result.Fetch() is { } chunk)
        {
            using (chunk)
            {
                for (int column = 0; column < RandomColumns.Types.Length; column++)
                    VectorAppender.Append(received.Columns[column], chunk.Column(column), result.Columns[column].Type, 0, chunk.RowCount);
                received.EndRows(chunk.RowCount);
            }
        }

        ColumnBatch left = expected.ToBatch();
        ColumnBatch right = received.ToBatch();
        for (int column = 0; column < RandomColumns.Types.Length; column++)
            RandomColumns.AssertEqual(left.Columns[column], right.Columns[column], where);
    }
}
