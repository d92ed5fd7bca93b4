using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.Tests.DuckDb;

public sealed class ScanTableFunctionTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_statement_reads_a_source_of_ours()
    {
        using ScanRegistration scan = _database.Database.Scans.Register(new Numbers(100_000));
        Assert.Equal(4_999_950_000, _database.Int64($"SELECT sum(n)::BIGINT FROM {scan.TableExpression}"));
    }

    [Fact]
    public void Only_the_columns_wanted_are_filled()
    {
        var numbers = new Numbers(10);
        using ScanRegistration scan = _database.Database.Scans.Register(numbers);
        Assert.Equal(20, _database.Int64($"SELECT max(twice) + min(n) + 2 FROM {scan.TableExpression}"));
        Assert.Equal([0, 1], numbers.Opened.Order());
        Assert.Equal(9, _database.Int64($"SELECT max(n) FROM {scan.TableExpression} WHERE n > 3"));
        Assert.Equal([0], numbers.Opened);
    }

    [Fact]
    public void Rows_are_counted_without_a_column()
    {
        using ScanRegistration scan = _database.Database.Scans.Register(new Numbers(12_345));
        Assert.Equal(12_345, _database.Int64($"SELECT count(*) FROM {scan.TableExpression}"));
    }

    [Theory]
    [InlineData("WITH c AS ({0}) SELECT (SELECT count(*) FROM c) + (SELECT sum(n)::BIGINT FROM c)", 55)]
    [InlineData("WITH c AS MATERIALIZED ({0}) SELECT count(*) FROM c a JOIN c b USING (n)", 10)]
    [InlineData("SELECT count(*) FROM ({0}) a, ({0}) b", 100)]
    [InlineData("SELECT count(*) FROM ({0}) a WHERE n IN (SELECT n FROM ({0}) WHERE n > 5)", 4)]
    [InlineData("SELECT count(*) FROM ({0}) a WHERE EXISTS (SELECT 1 FROM ({0}) b WHERE b.n = a.n + 1)", 9)]
    [InlineData("SELECT max(x.m) FROM ({0}) a, LATERAL (SELECT max(b.n) m FROM ({0}) b WHERE b.n < a.n) x", 8)]
    [InlineData("SELECT count(*) FROM ({0} UNION ALL {0})", 20)]
    [InlineData("SELECT sum(n)::BIGINT FROM (SELECT n, row_number() OVER (ORDER BY n DESC) r FROM ({0})) WHERE r <= 2", 17)]
    public void A_source_can_stand_wherever_a_table_can(string sql, long expected)
    {
        using ScanRegistration scan = _database.Database.Scans.Register(new Numbers(10));
        Assert.Equal(expected, _database.Int64(string.Format(sql, $"SELECT * FROM {scan.TableExpression}")));
    }

    [Fact]
    public void A_prepared_statement_sees_the_rows_of_the_moment_it_runs()
    {
        var numbers = new Numbers(10);
        using ScanRegistration scan = _database.Database.Scans.Register(numbers);
        string sql = $"SELECT count(n) FROM {scan.TableExpression}";
        Assert.Equal(10, _database.Int64(sql));
        numbers.RowCount = 20;
        Assert.Equal(20, _database.Int64(sql));
    }

    [Fact]
    public void An_exception_while_filling_is_the_error_of_the_statement()
    {
        using ScanRegistration scan = _database.Database.Scans.Register(new Numbers(100_000) { FailAfter = 50_000 });
        DuckDbException refusal = _database.Refusal($"SELECT sum(n) FROM {scan.TableExpression}");
        Assert.Contains("the source is broken", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(42, _database.Int64("SELECT 42::BIGINT"));
    }

    [Fact]
    public void A_scan_that_is_not_registered_is_refused()
    {
        ScanRegistration scan = _database.Database.Scans.Register(new Numbers(1));
        scan.Dispose();
        Assert.Equal(DuckDbErrorType.Binder, _database.Refusal($"SELECT * FROM {scan.TableExpression}").Type);
        Assert.Equal(0, _database.Database.Scans.Count);
    }

    /// <summary>The numbers from 0 and their doubles.</summary>
    private sealed class Numbers(long rowCount) : IScanSource
    {
        public long RowCount { get; set; } = rowCount;

        public long FailAfter { get; init; } = long.MaxValue;

        public int[] Opened { get; private set; } = [];

        public IReadOnlyList<DuckDbColumn> Columns { get; } = [new("n", DuckDbType.BigInt), new("twice", DuckDbType.BigInt)];

        public IScan Open(ReadOnlySpan<int> columns)
        {
            Opened = columns.ToArray();
            return new Pass(this, Opened);
        }

        private sealed class Pass(Numbers numbers, int[] columns) : IScan, IScanCursor
        {
            private long _next;

            public int MaxThreads => 2;

            public IScanCursor CreateCursor() => this;

            public int Fill(ScanChunk chunk)
            {
                long start = Interlocked.Add(ref _next, ScanChunk.Capacity) - ScanChunk.Capacity;
                if (start > numbers.FailAfter)
                    throw new InvalidOperationException("the source is broken");

                int count = (int)Math.Clamp(numbers.RowCount - start, 0, ScanChunk.Capacity);
                for (int column = 0; column < columns.Length; column++)
                {
                    Span<long> values = chunk.Column(column).Values<long>(count);
                    for (int row = 0; row < count; row++)
                        values[row] = (start + row) * (columns[column] + 1);
                }

                return count;
            }
        }
    }
}
