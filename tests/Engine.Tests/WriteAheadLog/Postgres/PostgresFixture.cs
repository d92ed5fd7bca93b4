using Granary.Testing;
using Granary.Testing.Network;
using Granary.Testing.Postgres;
using Npgsql;

namespace Granary.Engine.Tests.WriteAheadLog.Postgres;

/// <summary>A real PostgreSQL for a class of tests, each of which gets a database of its own with the configuration's schema.</summary>
public sealed class PostgresFixture : IDisposable
{
    private int _databases;

    public PostgresServer Server { get; } = new();

    /// <summary>Makes a database from the program's own migrations.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"granary_{Interlocked.Increment(ref _databases)}";
        await using (var admin = NpgsqlDataSource.Create(Server.ConnectionString)) await ExecuteAsync(admin, $"CREATE DATABASE {name}");
        await using var source = NpgsqlDataSource.Create(ConnectionString(name, Server.Port));
        await ExecuteAsync(source, "CREATE SCHEMA granary");
        var folder = Path.Combine(Repository.Root, "Runtime", "ConfigurationDatabase");
        foreach (var file in Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal)) await ExecuteAsync(source, await File.ReadAllTextAsync(file));
        return name;
    }

    /// <summary>Begins to forward to the server.</summary>
    public TcpProxy StartProxy() => new(Server.Port);

    public static string ConnectionString(string database, int port) => $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Maximum Pool Size=20;Timeout=5";

    public void Dispose() => Server.Dispose();

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
