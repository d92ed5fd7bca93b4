using Granary.Testing;
using Granary.Testing.Processes;
using Npgsql;
using NpgsqlTypes;

namespace Granary.Silo.Tests.Hosting;

/// <summary>The session of the seed document from the drivers that people use.</summary>
public sealed class ClientsTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Npgsql_writes_and_reads_rows_with_parameters_and_binary_copy()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        await using var source = NpgsqlDataSource.Create(granary.ConnectionString);
        var time = new DateTime(2025, 4, 14, 2, 0, 24, 898, DateTimeKind.Utc);
        await using (var insert = source.CreateCommand(
            "insert into otel_logs_and_spans (name, id, project_id, hashes, timestamp) values ($1, $2, $3, $4, $5)"))
        {
            insert.Parameters.Add(new() { Value = "name3" });
            insert.Parameters.Add(new() { Value = "id2" });
            insert.Parameters.Add(new() { Value = "pid3" });
            insert.Parameters.Add(new() { Value = new[] { "a", "b" } });
            insert.Parameters.Add(new() { Value = time });
            Assert.Equal(1, await insert.ExecuteNonQueryAsync());
        }

        await using (var connection = await source.OpenConnectionAsync())
        await using (var copy = await connection.BeginBinaryImportAsync("copy otel_logs_and_spans (id, name, project_id, timestamp) from stdin (format binary)"))
        {
            for (var i = 0; i < 1000; i++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync($"copied-{i}");
                await copy.WriteAsync("copy");
                await copy.WriteAsync("pid3");
                await copy.WriteAsync(time, NpgsqlDbType.TimestampTz);
            }
            Assert.Equal(1000UL, await copy.CompleteAsync());
        }

        await using var select = source.CreateCommand("select id, hashes, timestamp, count(*) over () from otel_logs_and_spans where project_id = $1 order by id desc limit 1");
        select.Parameters.Add(new() { Value = "pid3" });
        await using var reader = await select.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal("id2", reader.GetString(0));
        Assert.Equal(["a", "b"], reader.GetFieldValue<string[]>(1));
        Assert.Equal(time, reader.GetDateTime(2));
        Assert.Equal(1001, reader.GetInt64(3));
    }

    [Fact]
    public async Task Psycopg2_writes_and_reads_rows()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        var run = await ProgramRun.RunAsync("/usr/bin/python3", ["-", granary.ConnectionUri], """
            import datetime, io, sys, psycopg2, psycopg2.extras
            connection = psycopg2.connect(sys.argv[1])
            cursor = connection.cursor()
            time = datetime.datetime(2025, 4, 14, 2, 0, 24, 898000, tzinfo=datetime.timezone.utc)
            cursor.execute("insert into otel_logs_and_spans (name, id, project_id, hashes, timestamp) values (%s, %s, %s, %s, %s)",
                           ("it's", "id2", "pid3", ["a", "b"], time))
            psycopg2.extras.execute_values(cursor, "insert into otel_logs_and_spans (name, id, project_id, timestamp) values %s",
                                           [("many", f"v{i}", "pid3", time) for i in range(500)])
            cursor.copy_expert("copy otel_logs_and_spans (id, name, project_id, timestamp) from stdin",
                               io.StringIO("".join(f"c{i}\tcopy\tpid3\t2025-04-14 02:00:25+00\n" for i in range(500))))
            connection.commit()
            cursor.execute("select name, hashes, timestamp from otel_logs_and_spans where id = %s", ("id2",))
            print(cursor.fetchall() == [("it's", ["a", "b"], time)])
            cursor.execute("select count(*) from otel_logs_and_spans")
            print(cursor.fetchone()[0])
            """);
        Assert.Equal("True\n1001\n", run.StandardOutput + run.StandardError);
    }
}
