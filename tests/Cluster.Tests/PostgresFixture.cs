using Granary.Runtime.ConfigurationDatabase;
using Granary.Testing.Postgres;
using Npgsql;

namespace Granary.Cluster.Tests;

/// <summary>One PostgreSQL for all tests; each test that asks gets an empty database of its own in it.</summary>
public sealed class PostgresFixture : IDisposable
{
    private int _databases;

    public PostgresServer Server { get; } = new("max_connections=300");

    public void Dispose() => Server.Dispose();

    /// <summary>The address of a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(Server.ConnectionString, $"create database {name}");
        return $"postgresql://postgres@127.0.0.1:{Server.Port}/{name}";
    }

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    internal static ClusterDatabase Open(string url, string clusterId = "granary") =>
        new(new ConfigurationDatabaseOptions { Url = url, ClusterId = clusterId });
}
