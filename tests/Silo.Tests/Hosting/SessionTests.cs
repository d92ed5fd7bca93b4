using Granary.Testing;
using Granary.Testing.Processes;

namespace Granary.Silo.Tests.Hosting;

/// <summary>The session of the seed document, against the real process.</summary>
public sealed class SessionTests : IDisposable
{
    private const string Insert =
        "insert into otel_logs_and_spans (name, id, project_id, hashes, timestamp, date) values ('name3', 'id2', 'pid3', ARRAY[], '2025-04-14 02:00:24.898000', '2025-04-14 02:00:24.898000');";

    private const string Select = "select name, id, project_id,timestamp from otel_logs_and_spans limit 10;";

    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_session_of_the_seed_document_goes_word_for_word()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        var insert = await ProgramRun.PsqlAsync(granary, Insert);
        Assert.Equal("INSERT 0 1\n", insert.StandardOutput);

        var select = await ProgramRun.PsqlAsync(granary, Select);
        Assert.Equal(
            """
             name  | id  | project_id |         timestamp          
            -------+-----+------------+----------------------------
             name3 | id2 | pid3       | 2025-04-14 02:00:24.898+00
            (1 row)


            """.ReplaceLineEndings("\n"),
            select.StandardOutput);
    }

    [Fact]
    public async Task Promise4_a_block_sees_its_own_rows_and_nobody_else_does_before_commit()
    {
        const string Count = "select count(*) from otel_logs_and_spans";
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        await using var inside = new Npgsql.NpgsqlConnection(granary.ConnectionString);
        await using var outside = new Npgsql.NpgsqlConnection(granary.ConnectionString);
        await inside.OpenAsync();
        await outside.OpenAsync();
        await RunAsync(inside, Insert("first"));
        await RunAsync(inside, "begin");
        await RunAsync(inside, Insert("kept"));
        await RunAsync(inside, "savepoint s");
        await RunAsync(inside, Insert("dropped"));
        Assert.Equal((3L, 1L), (await RunAsync(inside, Count), await RunAsync(outside, Count)));
        Assert.Equal("dropped,first,kept", await RunAsync(inside, "select string_agg(id, ',' order by id) from otel_logs_and_spans where project_id = 'p'"));
        await RunAsync(inside, "rollback to s");
        Assert.Equal((2L, 1L), (await RunAsync(inside, Count), await RunAsync(outside, Count)));
        await RunAsync(inside, "commit");
        Assert.Equal((2L, 2L), (await RunAsync(inside, Count), await RunAsync(outside, Count)));

        static string Insert(string id) => $"insert into otel_logs_and_spans (name, id, project_id, timestamp) values ('n', '{id}', 'p', now())";

        static async Task<object?> RunAsync(Npgsql.NpgsqlConnection connection, string sql)
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task Promise1_rows_survive_kill_9_and_are_there_once()
    {
        var granary = await GranaryProcess.StartAsync(_data.Path);
        for (var i = 0; i < 5; i++) Assert.Equal(0, (await ProgramRun.PsqlAsync(granary, Insert)).ExitCode);
        await granary.KillAsync();

        await using var again = await granary.RestartAsync();
        Assert.Contains("Replayed 5 rows from the write-ahead log.", again.StandardOutput, StringComparison.Ordinal);
        var count = await ProgramRun.PsqlAsync(again, "select count(*) from otel_logs_and_spans where project_id = 'pid3'");
        Assert.Equal(["count", "5"], Cells(count));
        await granary.DisposeAsync();
    }

    [Fact]
    public async Task A_stop_flushes_so_that_the_next_start_finds_segments_and_replays_nothing()
    {
        var granary = await GranaryProcess.StartAsync(_data.Path);
        Assert.Equal(0, (await ProgramRun.PsqlAsync(granary, Insert)).ExitCode);
        Assert.Equal(0, await granary.TerminateAsync());
        Assert.NotEmpty(Directory.GetFiles(_data["objects"], "*.parquet", SearchOption.AllDirectories));

        await using var again = await granary.RestartAsync();
        Assert.DoesNotContain("Replayed", again.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(["count", "1"], Cells(await ProgramRun.PsqlAsync(again, "select count(*) from otel_logs_and_spans")));
        await granary.DisposeAsync();
    }

    private static string[] Cells(ProgramRun run)
    {
        var lines = run.StandardOutput.Split('\n');
        return lines.Length < 3 ? [run.StandardError] : [lines[0].Trim(), lines[2].Trim()];
    }
}
