using Granary.Testing;
using Granary.Testing.Processes;
using Npgsql;

namespace Granary.Silo.Tests.Clients;

/// <summary>A prepared statement follows the settings of its session, as PostgreSQL's do (observed).</summary>
public sealed class PreparedSettingsTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_time_zone_is_that_of_execution_and_constants_are_those_of_Prepare()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        await using var connection = await OpenAsync(granary);
        await using var command = new NpgsqlCommand(
            "select (date_trunc('day', $1::timestamptz))::text, extract(hour from $1::timestamptz)::text, '2025-07-01 00:00'::timestamptz at time zone 'UTC'", connection);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = new DateTime(2025, 7, 1, 23, 0, 0, DateTimeKind.Utc) });
        await command.PrepareAsync();
        Assert.Equal("2025-07-01 00:00:00+00|23|2025-07-01T00:00:00", await FirstAsync(command));
        await ExecuteAsync(connection, "set timezone = 'Europe/Berlin'");
        Assert.Equal("2025-07-02 00:00:00+02|1|2025-07-01T00:00:00", await FirstAsync(command));
        await ExecuteAsync(connection, "set timezone = 'UTC'");
        Assert.Equal("2025-07-01 00:00:00+00|23|2025-07-01T00:00:00", await FirstAsync(command));
    }

    [Fact]
    public async Task The_same_text_in_another_time_zone_is_another_statement()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        var run = await ProgramRun.RunAsync("psql",
        [
            "-XAtq", "-c", "select extract(epoch from '2025-07-01 00:00'::timestamptz)::bigint", "-c", "set timezone = 'Europe/Berlin'",
            "-c", "select extract(epoch from '2025-07-01 00:00'::timestamptz)::bigint", granary.ConnectionUri,
        ]);
        Assert.Equal("1751328000\n1751320800\n", run.StandardOutput);
    }

    [Fact]
    public async Task Dates_are_read_in_the_order_of_the_session_or_refused()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        const string Constant = "select '01/02/2025'::date";
        const string Column = "select d::date from (values ('01/02/2025'), ('03/04/2025')) v (d)";
        var run = await ProgramRun.RunAsync("psql",
            ["-XAtq", "-v", "VERBOSITY=sqlstate", "-c", Constant, "-c", Column, "-c", "set datestyle = 'ISO, DMY'", "-c", Constant, "-c", Column, granary.ConnectionUri]);
        Assert.Equal("2025-01-02\n2025-01-02\n2025-03-04\n2025-02-01\n", run.StandardOutput);
        Assert.Equal("ERROR:  0A000\n", run.StandardError);
    }

    [Fact]
    public async Task Now_as_a_constant_is_read_anew_by_each_statement()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        var run = await ProgramRun.RunAsync("psql", ["-XAt", "-c", "select 'now'::timestamptz", "-c", "select 'now'::timestamptz", granary.ConnectionUri]);
        var times = run.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, times.Distinct().Count());
    }

    [Fact]
    public async Task Names_are_looked_up_again_when_the_search_path_has_changed()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        await using var connection = await OpenAsync(granary);
        await using var command = new NpgsqlCommand("select count(*) from otel_logs_and_spans where project_id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "p" });
        await command.PrepareAsync();
        Assert.Equal(0L, await command.ExecuteScalarAsync());
        await ExecuteAsync(connection, "set search_path = pg_catalog");
        var missing = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync());
        Assert.Equal(PostgresErrorCodes.UndefinedTable, missing.SqlState);
        await ExecuteAsync(connection, "set search_path = public");
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    private static async Task<NpgsqlConnection> OpenAsync(GranaryProcess granary)
    {
        var connection = new NpgsqlConnection(granary.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> FirstAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return $"{reader.GetString(0)}|{reader.GetString(1)}|{reader.GetDateTime(2):s}";
    }
}
