using System.Text;
using Granary.Engine.Query;
using Granary.Engine.Segments;
using Granary.Engine.Tests.DuckDb;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Tests.Query;

public sealed class QueryExecutorTests : IDisposable
{
    private const string EndlessText = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range * 7 = b.range";

    private static readonly string[] Names = ["timestamp", "n", "t"];
    private static readonly DataType[] Types = [DataType.TimestampTz, DataType.Int64, DataType.Text];
    private static readonly TableSchema Schema = new("t", [.. Names.Select((name, index) => new ColumnDefinition(name, Types[index]))]);

    private readonly string _root = Directory.CreateTempSubdirectory("granary-query-").FullName;
    private readonly SegmentWriter _writer;
    private QueryExecutor _executor;

    public QueryExecutorTests()
    {
        _writer = new SegmentWriter(new SegmentWriterOptions(), Path.Combine(_root, "segments"));
        _executor = Create(new QueryOptions { Threads = 2, MemoryLimitBytes = 256L << 20 });
    }

    public void Dispose()
    {
        _executor.Dispose();
        _writer.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Segments_and_tail_are_read_together()
    {
        ScanInput input = Input([await SegmentAsync("a", 0, 1000), await SegmentAsync("b", 1000, 1000)], Rows(2000, 500));
        Assert.Equal(new long[] { 2500, 2500L * 2499 / 2 }, await Int64sAsync("SELECT count(*), sum(n)::BIGINT FROM ", [input], " s"));
    }

    [Fact]
    public async Task A_repeated_statement_sees_the_rows_of_its_own_inputs()
    {
        string segment = await SegmentAsync("a", 0, 1000);
        for (int rows = 1; rows < 50; rows++)
            Assert.Equal(new long[] { 1000 + rows }, await Int64sAsync("SELECT count(t) FROM ", [Input([segment], Rows(1000, rows))], " s"));
    }

    [Fact]
    public async Task The_same_input_at_two_places_gives_the_same_rows_and_different_ones_stay_apart()
    {
        ScanInput left = Input([], Rows(0, 10));
        ScanInput right = Input([], Rows(0, 3));
        Assert.Equal(new long[] { 10 }, await Int64sAsync("SELECT count(*) FROM ", [left, left], " a JOIN ", " b USING (n)"));
        Assert.Equal(new long[] { 3 }, await Int64sAsync("SELECT count(*) FROM ", [left, right], " a JOIN ", " b USING (n)"));
        Assert.Equal(new long[] { 3 }, await Int64sAsync("SELECT count(*) FROM ", [right, left], " a JOIN ", " b USING (n)"));
    }

    [Fact]
    public async Task An_input_without_rows_still_gives_its_columns() =>
        Assert.Equal(new long[] { 0 }, await Int64sAsync("SELECT count(n) FROM ", [Input([])], " s"));

    [Fact]
    public async Task Parameters_are_put_in()
    {
        var builder = new BatchBuilder(["$1", "$2"], [DataType.Int64, DataType.Text]);
        builder.Columns[0].Append(5L);
        builder.Columns[1].AppendBytes("text 7"u8);
        builder.EndRow();
        QueryRequest request = Request([DataType.Int64], "SELECT count(*) FROM ", " s WHERE n = $1::BIGINT OR t = $2::VARCHAR") with
        {
            Parameters = builder.ToBatch(),
        };
        Assert.Equal(new long[] { 2 }, Int64s(await ReadAllAsync(request, Input([], Rows(0, 10)))));
    }

    [Fact]
    public async Task A_large_result_comes_page_by_page_and_not_far_ahead()
    {
        QueryRequest request = Request([DataType.Int64, DataType.Text], "SELECT range, 'row ' || range FROM range(1000000000000)");
        await using IQueryResult result = await _executor.ExecuteAsync(request, new QueryInputs([]), default);
        long expected = 0;
        for (int page = 0; page < 20; page++)
        {
            ColumnBatch batch = (await result.ReadAsync(default))!;
            Assert.InRange(batch.RowCount, 1, 12_000);
            for (int row = 0; row < batch.RowCount; row++, expected++)
            {
                Assert.Equal(expected, batch.Columns[0].Values<long>()[row]);
                Assert.Equal($"row {expected}", Encoding.UTF8.GetString(batch.Columns[1].GetBytes(row)));
            }
        }
    }

    [Fact]
    public async Task Nulls_and_rows_of_pages_that_do_not_end_on_a_word_arrive()
    {
        QueryRequest request = Request(
            [DataType.Int64],
            "SELECT CASE WHEN range % 3 = 0 THEN NULL ELSE range END FROM range(100000) WHERE range % 7 <> 1 ORDER BY range");
        await using IQueryResult result = await _executor.ExecuteAsync(request, new QueryInputs([]), default);
        IEnumerable<long> values = Enumerable.Range(0, 100_000).Where(value => value % 7 != 1).Select(value => (long)value);
        using IEnumerator<long> expected = values.GetEnumerator();
        while (await result.ReadAsync(default) is { } batch)
        {
            for (int row = 0; row < batch.RowCount; row++)
            {
                Assert.True(expected.MoveNext());
                Assert.Equal(expected.Current % 3 == 0, batch.Columns[0].IsNull(row));
                if (!batch.Columns[0].IsNull(row))
                    Assert.Equal(expected.Current, batch.Columns[0].Values<long>()[row]);
            }
        }

        Assert.False(expected.MoveNext());
    }

    [Fact]
    public async Task A_statement_that_runs_too_long_is_ended_with_the_words_of_a_timeout()
    {
        QueryRequest request = Request([DataType.Int64], EndlessText) with { Timeout = TimeSpan.FromMilliseconds(100) };
        GranaryException error = await Assert.ThrowsAsync<GranaryException>(() => _executor.ExecuteAsync(request, new QueryInputs([]), default));
        Assert.Equal((ErrorKind.Cancelled, "57014", "canceling statement due to statement timeout"), (error.Kind, error.SqlState, error.Message));
        AssertIdle();
    }

    [Fact]
    public async Task A_statement_that_is_cancelled_ends_with_the_words_of_a_cancel()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        GranaryException error = await Assert.ThrowsAsync<GranaryException>(
            () => _executor.ExecuteAsync(Request([DataType.Int64], EndlessText), new QueryInputs([]), cancellation.Token));
        Assert.Equal(("57014", "canceling statement due to user request"), (error.SqlState, error.Message));
        AssertIdle();
    }

    [Fact]
    public async Task Everything_is_given_back_when_a_result_is_abandoned()
    {
        var lease = new Lease();
        var inputs = new QueryInputs([Input([], Rows(0, 1_000_000))]) { Leases = [lease] };
        IQueryResult result = await _executor.ExecuteAsync(Request([DataType.Int64], "SELECT n FROM ", " s"), inputs, default);
        await result.ReadAsync(default);
        Assert.Equal(0, lease.Disposals);
        await result.DisposeAsync();
        await result.DisposeAsync();
        Assert.Equal(1, lease.Disposals);
        AssertIdle();
    }

    [Fact]
    public async Task Everything_is_given_back_when_a_statement_is_wrong()
    {
        var lease = new Lease();
        var inputs = new QueryInputs([]) { Leases = [lease] };
        GranaryException error = await Assert.ThrowsAsync<GranaryException>(
            () => _executor.ExecuteAsync(Request([DataType.Int64], "SELECT 'x'::BIGINT"), inputs, default));
        Assert.Equal("22P02", error.SqlState);
        Assert.Equal(1, lease.Disposals);
        AssertIdle();
    }

    [Fact]
    public async Task Everything_is_given_back_when_the_last_row_has_been_read()
    {
        var lease = new Lease();
        await using IQueryResult result = await _executor.ExecuteAsync(
            Request([DataType.Int64], "SELECT 1::BIGINT"), new QueryInputs([]) { Leases = [lease] }, default);
        Assert.Equal(1, lease.Disposals);
        Assert.Equal(1, (await result.ReadAsync(default))!.RowCount);
        Assert.Null(await result.ReadAsync(default));
        Assert.Null(await result.ReadAsync(default));
        AssertIdle();
    }

    [Fact]
    public async Task An_error_in_the_middle_of_a_result_is_thrown_by_the_read()
    {
        QueryRequest request = Request([DataType.Int64], "SELECT CASE WHEN range = 900000 THEN error('SQLSTATE 22012: division by zero')::BIGINT ELSE range END FROM range(1000000)");
        await using IQueryResult result = await _executor.ExecuteAsync(request, new QueryInputs([]), default);
        GranaryException error = await Assert.ThrowsAsync<GranaryException>(async () =>
        {
            while (await result.ReadAsync(default) is not null)
            {
            }
        });
        Assert.Equal("22012", error.SqlState);
        AssertIdle();
    }

    [Fact]
    public async Task Too_many_statements_wait_and_then_are_refused()
    {
        _executor.Dispose();
        _executor = Create(new QueryOptions
        {
            Threads = 2,
            MemoryLimitBytes = 256L << 20,
            MaxConcurrentStatements = 1,
            MaxQueuedStatements = 1,
            MaxQueueTime = TimeSpan.FromSeconds(30),
        });
        IQueryResult running = await _executor.ExecuteAsync(Request([DataType.Int64], "SELECT range FROM range(1000000000)"), new QueryInputs([]), default);
        Task<IQueryResult> waiting = _executor.ExecuteAsync(Request([DataType.Int64], "SELECT 2::BIGINT"), new QueryInputs([]), default);
        Assert.Equal(1, _executor.Admission.Waiting);
        GranaryException refusal = await Assert.ThrowsAsync<GranaryException>(
            () => _executor.ExecuteAsync(Request([DataType.Int64], "SELECT 3::BIGINT"), new QueryInputs([]), default));
        Assert.Equal((ErrorKind.Exhausted, "53300"), (refusal.Kind, refusal.SqlState));
        await running.DisposeAsync();
        await using IQueryResult second = await waiting;
        Assert.Equal(1, (await second.ReadAsync(default))!.RowCount);
    }

    [Fact]
    public async Task Many_statements_at_once_each_see_their_own_rows()
    {
        string segment = await SegmentAsync("a", 0, 5000);
        await Task.WhenAll(Enumerable.Range(1, 200).Select(async rows =>
            Assert.Equal(new long[] { 5000 + rows, rows % 5 }, await Int64sAsync(
                $"SELECT count(*), {rows % 5}::BIGINT FROM ", [Input([segment], Rows(5000, rows))], " s"))));
        AssertIdle();
    }

    [Fact]
    public async Task A_statement_over_the_memory_limit_is_refused_and_others_go_on()
    {
        _executor.Dispose();
        _executor = Create(new QueryOptions { Threads = 2, MemoryLimitBytes = 64L << 20, MaxSpillBytes = 1 << 20 });
        GranaryException refusal = await Assert.ThrowsAsync<GranaryException>(
            () => _executor.ExecuteAsync(Request([DataType.Int64], "SELECT len(list(range::VARCHAR || repeat('x', 100)))::BIGINT FROM range(10000000)"), new QueryInputs([]), default));
        Assert.Equal((ErrorKind.Exhausted, "53200"), (refusal.Kind, refusal.SqlState));
        Assert.Equal(new long[] { 1 }, Int64s(await ReadAllAsync(Request([DataType.Int64], "SELECT 1::BIGINT"))));
    }

    [Theory]
    [InlineData(1, 3000)]
    [InlineData(2, 40)]
    public async Task Rows_of_every_type_come_from_segments_and_tails_alike(int seed, int rows)
    {
        var schema = new TableSchema("t", [new("row", DataType.Int32), .. RandomColumns.Types.Select((type, index) => new ColumnDefinition(RandomColumns.Names[index], type))]);
        ColumnBatch plain = RandomColumns.Batch(new Random(seed), rows, 0.3);
        var numbers = new ColumnBuilder(DataType.Int32);
        for (int row = 0; row < rows; row++)
            numbers.Append(row);
        var batch = new ColumnBatch(schema.ColumnNames, [numbers.ToColumn(), .. plain.Columns], rows);
        WrittenSegment segment = await _writer.WriteAsync(
            schema, SegmentRows.InOrder([batch.Slice(0, rows / 2)]), "types.parquet", SegmentWriter.FlushCompressionLevel, default);
        var input = new ScanInput(schema.ColumnNames, schema.ColumnTypes, [segment.Path], [batch.Slice(rows / 2, rows - (rows / 2))]);
        QueryRequest request = Request([.. schema.ColumnTypes], "SELECT * FROM ", " s ORDER BY \"row\"");
        ColumnBatch received = await ReadAllAsync(request, input);
        for (int column = 0; column < schema.Columns.Count; column++)
            RandomColumns.AssertEqual(batch.Columns[column], received.Columns[column], $"seed {seed}");
    }

    [Fact]
    public async Task A_damaged_segment_is_named_as_such_and_others_are_still_read()
    {
        string damaged = await SegmentAsync("damaged", 0, 1000);
        byte[] bytes = await File.ReadAllBytesAsync(damaged);
        bytes.AsSpan(^200..).Clear();
        await File.WriteAllBytesAsync(damaged, bytes);
        GranaryException error = await Assert.ThrowsAsync<GranaryException>(() => Int64sAsync("SELECT sum(n)::BIGINT FROM ", [Input([damaged])], " s"));
        Assert.Equal((ErrorKind.Corrupt, "XX001"), (error.Kind, error.SqlState));
        Assert.DoesNotContain(_root, error.Message, StringComparison.Ordinal);
        Assert.Equal(new long[] { 10 }, await Int64sAsync("SELECT count(*) FROM ", [Input([await SegmentAsync("whole", 0, 10)])], " s"));
    }

    [Fact]
    public async Task A_segment_that_is_gone_can_be_asked_for_again()
    {
        GranaryException error = await Assert.ThrowsAsync<GranaryException>(
            () => Int64sAsync("SELECT count(*) FROM ", [Input([Path.Combine(_writer.StagingDirectory, "gone.parquet")])], " s"));
        Assert.Equal((ErrorKind.Unavailable, "58030"), (error.Kind, error.SqlState));
    }

    [Theory]
    [InlineData(1500)]
    [InlineData(50_000)]
    public async Task An_expression_that_is_nested_too_deeply_is_refused(int depth)
    {
        string deep = string.Concat(Enumerable.Repeat("abs(", depth)) + "1" + new string(')', depth);
        GranaryException error = await Assert.ThrowsAsync<GranaryException>(
            () => _executor.ExecuteAsync(Request([DataType.Int64], $"SELECT {deep}::BIGINT"), new QueryInputs([]), default));
        Assert.Equal("54001", error.SqlState);
        string wide = string.Join(" OR ", Enumerable.Range(0, 5000).Select(value => $"n = {value}"));
        Assert.Equal(new long[] { 10 }, await Int64sAsync("SELECT count(*) FROM ", [Input([], Rows(0, 10))], $" s WHERE {wide}"));
    }

    [Fact]
    public async Task The_time_that_a_statement_waits_counts_towards_its_timeout()
    {
        _executor.Dispose();
        _executor = Create(new QueryOptions { Threads = 2, MemoryLimitBytes = 256L << 20, MaxConcurrentStatements = 1 });
        await using IQueryResult running = await _executor.ExecuteAsync(
            Request([DataType.Int64], "SELECT range FROM range(1000000000)"), new QueryInputs([]), default);
        var lease = new Lease();
        GranaryException error = await Assert.ThrowsAsync<GranaryException>(() => _executor.ExecuteAsync(
            Request([DataType.Int64], "SELECT 1::BIGINT") with { Timeout = TimeSpan.FromMilliseconds(50) }, new QueryInputs([]) { Leases = [lease] }, default));
        Assert.Equal(("57014", "canceling statement due to statement timeout"), (error.SqlState, error.Message));
        Assert.Equal((1, 1, 0), (lease.Disposals, _executor.Admission.Running, _executor.Admission.Waiting));
    }

    private QueryExecutor Create(QueryOptions options) =>
        new(options, [_writer.StagingDirectory], Path.Combine(_root, "spill"), TimeProvider.System);

    private void AssertIdle() => Assert.Equal((0, 0, 0), (_executor.Admission.Running, _executor.Admission.Waiting, 0));

    private async Task<string> SegmentAsync(string name, int first, int count)
    {
        SegmentRows rows = SegmentRows.NewestFirst([Rows(first, count)], "timestamp");
        return (await _writer.WriteAsync(Schema, rows, name + ".parquet", SegmentWriter.FlushCompressionLevel, default)).Path;
    }

    private static ScanInput Input(string[] segments, params ColumnBatch[] batches) => new(Names, Types, segments, batches);

    private static ColumnBatch Rows(int first, int count)
    {
        var builder = new BatchBuilder(Names, Types);
        for (int row = first; row < first + count; row++)
        {
            builder.Columns[0].Append(row * 1_000_000L);
            builder.Columns[1].Append((long)row);
            builder.Columns[2].AppendBytes(Encoding.UTF8.GetBytes($"text {row}"));
            builder.EndRow();
        }

        return builder.ToBatch();
    }

    private static QueryRequest Request(DataType[] types, params string[] pieces) => new()
    {
        Pieces = pieces,
        Scans = [],
        ResultNames = [.. types.Select((_, index) => $"r{index}")],
        ResultTypes = types,
    };

    private async Task<long[]> Int64sAsync(string head, ScanInput[] inputs, params string[] rest)
    {
        DataType[] types = [.. Enumerable.Repeat(DataType.Int64, head.Split(',').Length)];
        return Int64s(await ReadAllAsync(Request(types, [head, .. rest]), inputs));
    }

    private async Task<ColumnBatch> ReadAllAsync(QueryRequest request, params ScanInput[] inputs)
    {
        await using IQueryResult result = await _executor.ExecuteAsync(request, new QueryInputs(inputs), default);
        var all = new BatchBuilder(request.ResultNames, request.ResultTypes);
        while (await result.ReadAsync(default) is { } page)
            all.Append(page);
        return all.ToBatch();
    }

    private static long[] Int64s(ColumnBatch row) => [.. row.Columns.Select(column => column.Values<long>()[0])];

    private sealed class Lease : IDisposable
    {
        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }
}
