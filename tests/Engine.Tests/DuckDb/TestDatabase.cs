using System.Text;
using Granary.Engine.DuckDb;

namespace Granary.Engine.Tests.DuckDb;

/// <summary>A sealed database with a directory of its own, and short ways to run statements on it.</summary>
internal sealed class TestDatabase : IDisposable
{
    public TestDatabase(long memoryLimitBytes = 256L << 20, int threads = 2)
    {
        Root = Directory.CreateTempSubdirectory("granary-duckdb-").FullName;
        Allowed = Directory.CreateDirectory(Path.Combine(Root, "allowed")).FullName;
        Database = DuckDbDatabase.Open(new DuckDbDatabaseOptions
        {
            MemoryLimitBytes = memoryLimitBytes,
            Threads = threads,
            TempDirectory = Path.Combine(Root, "spill"),
            MaxTempDirectoryBytes = 1L << 30,
            AllowedDirectories = [Allowed],
            PreparedStatementsPerConnection = 8,
        });
        Connection = Database.Connect();
    }

    public string Root { get; }

    public string Allowed { get; }

    public DuckDbDatabase Database { get; }

    public DuckDbConnection Connection { get; }

    public long Int64(string sql)
    {
        using DuckDbResult result = Connection.Prepare(sql).Start(CancellationToken.None);
        using DuckDbChunk chunk = result.Fetch()!;
        return chunk.Column(0).Values<long>(1)[0];
    }

    public string? Text(string sql)
    {
        using DuckDbResult result = Connection.Prepare(sql).Start(CancellationToken.None);
        using DuckDbChunk chunk = result.Fetch()!;
        VectorReader column = chunk.Column(0);
        return column.IsNull(0) ? null : Encoding.UTF8.GetString(column.Bytes(0));
    }

    public DuckDbException Refusal(string sql) =>
        Assert.Throws<DuckDbException>(() =>
        {
            using DuckDbResult result = Connection.PrepareUncached(sql).Start(CancellationToken.None);
            while (result.Fetch() is { } chunk)
                chunk.Dispose();
        });

    public void Dispose()
    {
        Connection.Dispose();
        Database.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
