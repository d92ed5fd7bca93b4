using Granary.Testing.Processes;
using Npgsql;

namespace Granary.Cluster.Tests;

/// <summary>The statements that the tests of whole clusters make.</summary>
internal static class ClusterClient
{
    private const string Insert =
        "insert into otel_logs_and_spans (name, id, project_id, hashes, timestamp, date) values ($1, $1, 'pid', '{}', '2025-04-14 02:00:24', '2025-04-14')";

    /// <summary>A connection of its own.</summary>
    public static async Task<NpgsqlConnection> ConnectAsync(GranaryProcess gateway)
    {
        var connection = new NpgsqlConnection(gateway.ConnectionString + ";Pooling=false;Command Timeout=60");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Writes a row.</summary>
    public static async Task InsertAsync(NpgsqlConnection connection, string name)
    {
        await using var insert = new NpgsqlCommand(Insert, connection) { Parameters = { new() { Value = name } } };
        Assert.Equal(1, await insert.ExecuteNonQueryAsync());
    }

    /// <summary>Writes a row over a connection of its own.</summary>
    public static async Task InsertAsync(GranaryProcess gateway, string name)
    {
        await using var connection = await ConnectAsync(gateway);
        await InsertAsync(connection, name);
    }

    /// <summary>The names of all rows, in order.</summary>
    public static async Task<List<string>> NamesAsync(GranaryProcess gateway)
    {
        await using var connection = await ConnectAsync(gateway);
        await using var select = new NpgsqlCommand("select name from otel_logs_and_spans where project_id = 'pid' order by name", connection);
        await using var rows = await select.ExecuteReaderAsync();
        var names = new List<string>();
        while (await rows.ReadAsync()) names.Add(rows.GetString(0));
        return names;
    }

    /// <summary>The silo that has the table of these rows.</summary>
    public static async Task<GranaryProcess> OwnerAsync(LocalCluster cluster)
    {
        await using var connection = new NpgsqlConnection(cluster.Database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select endpoint from granary.grains where grain = 'table/pid/otel_logs_and_spans'", connection);
        return cluster.SiloAt(Assert.IsType<string>(await command.ExecuteScalarAsync()));
    }
}
