using Granary.Testing;
using Granary.Testing.Processes;
using Npgsql;

namespace Granary.Silo.Tests.Clients;

/// <summary>
/// Short statements are answered on the thread that all sockets share. Goal: no statement that computes keeps it. Method: many
/// endless ones, more than there are cores, each reached on another way; then a short one on a connection of its own.
/// </summary>
public sealed class BusyStatementsTests : IDisposable
{
    private const string Endless = "select n from generate_series(1, 9000000000000000000) n where n < 0";

    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Statements_that_compute_hold_up_no_short_one_of_others()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        var connectionString = granary.ConnectionString + ";Pooling=false;Command Timeout=0";
        using var end = new CancellationTokenSource();
        var busy = new List<Task>();
        foreach (var begin in new Func<NpgsqlCommand, Task>[] { RunAsync, RunPreparedAsync, RunAgainAsync, MoveAsync, CopyAsync })
        {
            // two of each: on the second connection the text is known, and nothing but the run itself leaves the thread
            busy.Add(KeepBusyAsync(connectionString, begin, end.Token));
            busy.Add(KeepBusyAsync(connectionString, begin, end.Token));
        }

        await RunningAsync(granary, busy.Count);
        await using (var other = new NpgsqlConnection(connectionString))
        {
            await other.OpenAsync();
            for (var i = 0; i < 100; i++)
            {
                await using var command = new NpgsqlCommand("select 1", other);
                Assert.Equal(1, await command.ExecuteScalarAsync());
            }
        }

        Assert.All(busy, task => Assert.False(task.IsCompleted));
        await end.CancelAsync();
        await Task.WhenAll(busy).WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static async Task RunningAsync(GranaryProcess granary, int count)
    {
        using var http = new HttpClient { BaseAddress = granary.HttpAddress };
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!(await http.GetStringAsync("metrics", limit.Token)).Contains($"\ngranary_query_running {count}\n", StringComparison.Ordinal))
        {
            // each look is a request of its own, so that this doesn't spin
        }
    }

    private static async Task KeepBusyAsync(string connectionString, Func<NpgsqlCommand, Task> run, CancellationToken end)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = Endless;
        await using var cancel = end.Register(command.Cancel);
        var error = await Record.ExceptionAsync(() => run(command));
        Assert.Equal(PostgresErrorCodes.QueryCanceled, (error as PostgresException ?? error?.InnerException as PostgresException)?.SqlState);
    }

    private static Task RunAsync(NpgsqlCommand command) => command.ExecuteNonQueryAsync();

    private static async Task RunPreparedAsync(NpgsqlCommand command)
    {
        await command.PrepareAsync();
        await command.ExecuteNonQueryAsync();
    }

    private static async Task RunAgainAsync(NpgsqlCommand command)
    {
        await using var quick = new NpgsqlCommand("select n from generate_series(1, 3) n", command.Connection);
        await quick.PrepareAsync();
        await quick.ExecuteNonQueryAsync();
        await command.ExecuteNonQueryAsync();
    }

    private static async Task MoveAsync(NpgsqlCommand command)
    {
        await using var begin = new NpgsqlCommand("begin; declare c cursor for select n from generate_series(1, 9000000000000000000) n", command.Connection);
        await begin.ExecuteNonQueryAsync();
        command.CommandText = "move all from c";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task CopyAsync(NpgsqlCommand command)
    {
        command.CommandText = "copy (" + command.CommandText + ") to stdout";
        await command.ExecuteNonQueryAsync();
    }
}
