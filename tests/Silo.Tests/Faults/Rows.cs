using Granary.Testing.Processes;
using Npgsql;

namespace Granary.Silo.Tests.Faults;

/// <summary>Writes rows to the real process and reads them back, by their ids.</summary>
internal static class Rows
{
    public const string TableRoot = "timefusion/projects/p/otel_logs_and_spans/";

    public static async Task InsertAsync(GranaryProcess granary, params string[] ids) =>
        await ExecuteAsync(granary, "insert into otel_logs_and_spans (id, timestamp, project_id, name) values "
            + string.Join(", ", ids.Select(id => $"('{id}', '2025-04-14 02:00:24', 'p', 'n')")));

    /// <summary>One row of so many bytes.</summary>
    public static async Task InsertLargeAsync(GranaryProcess granary, string id, int bytes) =>
        await ExecuteAsync(granary, $"insert into otel_logs_and_spans (id, timestamp, project_id, name) select '{id}', timestamptz '2025-04-14 02:00:24', 'p', repeat('x', {bytes})");

    /// <summary>The ids of all rows, in order; a row twice is there twice.</summary>
    public static async Task<string> IdsAsync(GranaryProcess granary)
    {
        await using var connection = await OpenAsync(granary);
        await using var command = new NpgsqlCommand("select id from otel_logs_and_spans where project_id = 'p' order by id", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await reader.ReadAsync()) ids.Add(reader.GetString(0));
        return string.Join(' ', ids);
    }

    private static async Task ExecuteAsync(GranaryProcess granary, string sql)
    {
        await using var connection = await OpenAsync(granary);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(GranaryProcess granary)
    {
        var connection = new NpgsqlConnection(granary.ConnectionString + ";Pooling=false;Server Compatibility Mode=NoTypeLoading;Command Timeout=60");
        await connection.OpenAsync();
        return connection;
    }
}
