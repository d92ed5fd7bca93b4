using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.Tests.DuckDb;

/// <summary>Promise 7: no statement reaches a file, an address or a setting outside the database's options.</summary>
public sealed class DuckDbSealTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM read_blob('/etc/passwd')")]
    [InlineData("SELECT * FROM read_json('/etc/passwd')")]
    [InlineData("SELECT * FROM read_parquet('/tmp/x.parquet')")]
    [InlineData("SELECT * FROM parquet_metadata('/tmp/x.parquet')")]
    [InlineData("SELECT * FROM '/etc/passwd'")]
    [InlineData("SELECT * FROM glob('/etc/*')")]
    [InlineData("SELECT * FROM sniff_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM read_text('http://127.0.0.1:1/x')")]
    [InlineData("SELECT * FROM read_parquet('s3://bucket/x.parquet')")]
    [InlineData("COPY (SELECT 1) TO '/tmp/granary-should-not-exist.csv'")]
    [InlineData("COPY (SELECT 1) TO '/dev/stdout' (FORMAT csv)")]
    [InlineData("EXPORT DATABASE '/tmp/granary-should-not-exist'")]
    [InlineData("IMPORT DATABASE '/tmp'")]
    [InlineData("ATTACH '/tmp/granary-should-not-exist.db'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD '/tmp/x.duckdb_extension'")]
    [InlineData("LOAD httpfs")]
    [InlineData("CREATE PERSISTENT SECRET s (TYPE s3)")]
    public void Promise7_a_statement_cannot_leave_the_allowed_directories(string sql)
    {
        DuckDbErrorType type = _database.Refusal(sql).Type;
        Assert.Contains(type, new[]
        {
            DuckDbErrorType.Permission, DuckDbErrorType.Io, DuckDbErrorType.InvalidInput, DuckDbErrorType.Catalog,
            DuckDbErrorType.InvalidConfiguration, DuckDbErrorType.Binder, DuckDbErrorType.Autoload, DuckDbErrorType.MissingExtension,
        });
        Assert.False(File.Exists("/tmp/granary-should-not-exist.csv"));
        Assert.False(File.Exists("/tmp/granary-should-not-exist.db"));
        Assert.False(Directory.Exists("/tmp/granary-should-not-exist"));
    }

    [Theory]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET GLOBAL memory_limit = '100GB'")]
    [InlineData("SET GLOBAL allowed_directories = ['/']")]
    [InlineData("SET allowed_paths = ['/etc/passwd']")]
    [InlineData("SET temp_directory = '/etc'")]
    [InlineData("SET lock_configuration = false")]
    [InlineData("SET TimeZone = 'Asia/Tokyo'")]
    [InlineData("RESET lock_configuration")]
    [InlineData("PRAGMA threads = 64")]
    [InlineData("SET log_query_path = '/tmp/granary-should-not-exist.log'")]
    public void Promise7_a_statement_cannot_change_a_setting(string sql)
    {
        DuckDbErrorType type = _database.Refusal(sql).Type;
        Assert.Contains(type, new[] { DuckDbErrorType.InvalidInput, DuckDbErrorType.Permission, DuckDbErrorType.InvalidConfiguration });
    }

    [Theory]
    [InlineData("allowed/../../passwd.csv")]
    [InlineData("allowed-not.csv")]
    [InlineData("allowed/../x.csv")]
    public void Promise7_a_path_that_only_begins_like_an_allowed_directory_is_refused(string path)
    {
        string outside = Path.Combine(_database.Root, path);
        Assert.Equal(DuckDbErrorType.Permission, _database.Refusal($"COPY (SELECT 1 AS a) TO '{outside}'").Type);
    }

    [Fact]
    public void Promise7_files_of_an_allowed_directory_are_written_and_read()
    {
        string file = Path.Combine(_database.Allowed, "rows.parquet");
        Assert.Equal(10, _database.Connection.Execute($"COPY (SELECT range AS a FROM range(10)) TO '{file}' (FORMAT parquet)"));
        Assert.Equal(45, _database.Int64($"SELECT sum(a)::BIGINT FROM read_parquet(['{file}'])"));
    }

    [Theory]
    [InlineData("SELECT current_setting('TimeZone')", "UTC")]
    [InlineData("SELECT (7 / 2)::VARCHAR", "3")]
    [InlineData("SELECT string_agg(coalesce(a::VARCHAR, 'null'), ',') FROM (SELECT unnest([2, NULL, 1]) a ORDER BY a)", "1,2,null")]
    [InlineData("SELECT string_agg(coalesce(a::VARCHAR, 'null'), ',') FROM (SELECT unnest([2, NULL, 1]) a ORDER BY a DESC)", "null,2,1")]
    [InlineData("SELECT current_setting('parquet_metadata_cache')::VARCHAR", "true")]
    [InlineData("SELECT current_setting('enable_external_access')::VARCHAR", "false")]
    public void Every_connection_speaks_with_the_settings_of_the_database(string sql, string expected) =>
        Assert.Equal(expected, _database.Text(sql));

    [Fact]
    public void A_scalar_subquery_of_two_rows_is_an_error() =>
        Assert.Equal(DuckDbErrorType.InvalidInput, _database.Refusal("SELECT (SELECT unnest([1, 2]))").Type);

    [Fact]
    public void Promise9_a_result_larger_than_the_memory_limit_spills_to_the_temporary_directory()
    {
        using var small = new TestDatabase(memoryLimitBytes: 64L << 20);
        Assert.Equal(4_000_000, small.Int64(
            "SELECT count(*) FROM (SELECT range AS a, repeat('x', 40) || range AS b FROM range(4000000) ORDER BY b)"));
    }
}
