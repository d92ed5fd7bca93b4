using Granary.Testing;
using Granary.Testing.Processes;
using Npgsql;

namespace Granary.Silo.Tests.Clients;

/// <summary>A series of any length takes no memory and can be ended.</summary>
public sealed class SeriesTests : IDisposable
{
    private const long Endless = 9_000_000_000_000_000_000;

    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_huge_series_in_FROM_or_among_the_targets_is_ended_by_statement_timeout()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        foreach (var sql in new[] { $"select count(*) from generate_series(1, {Endless})", $"select count(*) from (select generate_series(1, {Endless})) q", "select count(*) from generate_series('2000-01-01'::timestamptz, '9999-01-01', '1 microsecond')" })
        {
            var run = await ProgramRun.RunAsync("psql", ["-X", "-v", "VERBOSITY=sqlstate", "-c", "set statement_timeout = '200ms'", "-c", sql, granary.ConnectionUri]);
            Assert.Equal("ERROR:  57014\n", run.StandardError);
        }
    }

    [Fact]
    public async Task A_huge_series_is_ended_by_a_cancel_while_its_rows_are_read()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        await using var connection = new NpgsqlConnection(granary.ConnectionString + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"select n from generate_series(1, {Endless}) n", connection);
        var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        command.Cancel();
        var ended = await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            while (await reader.ReadAsync())
            {
            }
        });
        Assert.Equal(PostgresErrorCodes.QueryCanceled, Assert.IsType<PostgresException>(ended.InnerException).SqlState);
    }

    [Fact]
    public async Task A_hundred_million_rows_of_a_series_are_not_held_in_memory()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        Assert.Equal("1\n", (await ProgramRun.RunAsync("psql", ["-XAt", "-c", "select count(*) from generate_series(1, 1)", granary.ConnectionUri])).StandardOutput);
        var before = PeakKilobytes(granary.Id);
        var run = await ProgramRun.RunAsync("psql", ["-XAt", "-c", "select count(*) from generate_series(1, 100000000)", granary.ConnectionUri]);
        Assert.Equal("100000000\n", run.StandardOutput);
        Assert.InRange(PeakKilobytes(granary.Id) - before, 0, 200_000);
    }

    private static long PeakKilobytes(int processId) =>
        long.Parse(File.ReadLines($"/proc/{processId}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture);
}
