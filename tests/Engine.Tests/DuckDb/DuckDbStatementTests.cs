using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.Tests.DuckDb;

public sealed class DuckDbStatementTests : IDisposable
{
    private const string Endless = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range * 7 = b.range";

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_result_is_streamed_chunk_by_chunk()
    {
        using DuckDbResult result = _database.Connection.Prepare("SELECT range, range::VARCHAR AS t FROM range(1000000000000)").Start(default);
        Assert.Equal(["range", "t"], result.Columns.Select(column => column.Name));
        Assert.Equal([DuckDbType.BigInt, DuckDbType.Varchar], result.Columns.Select(column => column.Type));
        long expected = 0;
        for (int fetched = 0; fetched < 10; fetched++)
        {
            using DuckDbChunk chunk = result.Fetch()!;
            foreach (long value in chunk.Column(0).Values<long>(chunk.RowCount))
                Assert.Equal(expected++, value);
        }
    }

    [Fact]
    public void A_connection_runs_the_next_statement_after_an_abandoned_result()
    {
        using (DuckDbResult result = _database.Connection.Prepare("SELECT range FROM range(100000000)").Start(default))
            result.Fetch()!.Dispose();
        Assert.Equal(42, _database.Int64("SELECT 42::BIGINT"));
    }

    [Fact]
    public void A_prepared_statement_takes_new_parameters_each_time()
    {
        DuckDbStatement statement = _database.Connection.Prepare("SELECT ($1::BIGINT + $2::BIGINT)::BIGINT");
        Assert.Equal(2, statement.ParameterCount);
        for (long i = 0; i < 5; i++)
        {
            using ValueHandle left = NativeMethods.CreateInt64(i);
            using ValueHandle right = NativeMethods.CreateInt64(100);
            statement.Bind(1, left);
            statement.Bind(2, right);
            using DuckDbResult result = statement.Start(default);
            using DuckDbChunk chunk = result.Fetch()!;
            Assert.Equal(100 + i, chunk.Column(0).Values<long>(1)[0]);
        }
    }

    [Fact]
    public void The_cache_of_prepared_statements_keeps_the_last_used()
    {
        DuckDbStatement first = _database.Connection.Prepare("SELECT 1");
        for (int i = 2; i < 50; i++)
        {
            _database.Connection.Prepare($"SELECT {i}");
            Assert.Same(first, _database.Connection.Prepare("SELECT 1"));
        }
    }

    [Fact]
    public async Task A_cancelled_token_interrupts_a_running_statement()
    {
        using var cancellation = new CancellationTokenSource();
        DuckDbStatement statement = _database.Connection.Prepare(Endless);
        Task<DuckDbErrorType> run = Task.Factory.StartNew(
            () => Assert.Throws<DuckDbException>(() => Drain(statement, cancellation.Token)).Type,
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(50));
        Assert.Equal(DuckDbErrorType.Interrupt, await run.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(42, _database.Int64("SELECT 42::BIGINT"));
    }

    [Fact]
    public void A_token_cancelled_between_fetches_ends_the_stream()
    {
        using var cancellation = new CancellationTokenSource();
        using DuckDbResult result = _database.Connection.Prepare("SELECT range FROM range(100000000000)").Start(cancellation.Token);
        result.Fetch()!.Dispose();
        cancellation.Cancel();
        DuckDbException interrupted = Assert.Throws<DuckDbException>(() =>
        {
            while (result.Fetch() is { } chunk)
                chunk.Dispose();
        });
        Assert.Equal(DuckDbErrorType.Interrupt, interrupted.Type);
    }

    [Theory]
    [InlineData("SELECT 'x'::INTEGER", nameof(DuckDbErrorType.Conversion))]
    [InlineData("SELECT (unnest(['1', 'x']))::INTEGER", nameof(DuckDbErrorType.Conversion))]
    [InlineData("SELECT 9223372036854775807 + range FROM range(1, 3)", nameof(DuckDbErrorType.OutOfRange))]
    [InlineData("SELECT no_such_column", nameof(DuckDbErrorType.Binder))]
    [InlineData("SELECT * FROM no_such_table", nameof(DuckDbErrorType.Catalog))]
    [InlineData("SELEC 1", nameof(DuckDbErrorType.Parser))]
    [InlineData("SELECT error('given')", nameof(DuckDbErrorType.InvalidInput))]
    public void An_error_has_the_class_that_DuckDB_gave_it(string sql, string expected) =>
        Assert.Equal(expected, _database.Refusal(sql).Type.ToString());

    [Fact]
    public void A_statement_that_needs_more_than_the_memory_limit_fails_alone()
    {
        using var small = new TestDatabase(memoryLimitBytes: 16L << 20);
        DuckDbException refusal = small.Refusal("SELECT list(range::VARCHAR || repeat('x', 100)) FROM range(10000000)");
        Assert.Equal(DuckDbErrorType.OutOfMemory, refusal.Type);
        Assert.Equal(42, small.Int64("SELECT 42::BIGINT"));
    }

    [Fact]
    public void The_sentence_of_an_error_has_neither_prefix_nor_position_nor_stack()
    {
        DuckDbException refusal = _database.Refusal("SELECT no_such_column FROM range(3)");
        string sentence = DuckDbErrorText.Sentence(refusal.Message);
        Assert.StartsWith("Referenced column \"no_such_column\" not found", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    [Fact]
    public unsafe void The_library_is_the_one_that_the_settings_were_checked_against() =>
        Assert.Equal(DuckDbLibrary.Version, NativeMethods.Text(NativeMethods.LibraryVersion()));

    [Fact]
    public void Handles_may_be_closed_twice()
    {
        DuckDbConnection connection = _database.Database.Connect();
        DuckDbStatement statement = connection.PrepareUncached("SELECT 1");
        DuckDbResult result = statement.Start(default);
        DuckDbChunk chunk = result.Fetch()!;
        foreach (IDisposable owned in new IDisposable[] { chunk, chunk, result, result, statement, statement, connection, connection })
            owned.Dispose();
    }

    private static void Drain(DuckDbStatement statement, CancellationToken cancellationToken)
    {
        using DuckDbResult result = statement.Start(cancellationToken);
        while (result.Fetch() is { } chunk)
            chunk.Dispose();
    }
}
