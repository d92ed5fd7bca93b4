using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Granary.Testing;
using Granary.Testing.Processes;

namespace Granary.Silo.Tests.Hosting;

public sealed class LifetimeTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_first_lines_say_where_it_listens_where_data_lie_and_how_to_connect()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        Assert.Contains($"127.0.0.1:{granary.PostgresPort} (PostgreSQL)", granary.StandardOutput, StringComparison.Ordinal);
        Assert.Contains($"data in {_data.Path}", granary.StandardOutput, StringComparison.Ordinal);
        Assert.Contains($"psql \"postgresql://postgres:postgres@localhost:{granary.PostgresPort}/postgres\"", granary.StandardOutput, StringComparison.Ordinal);
        Assert.Equal("", granary.StandardError);
    }

    [Theory]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Interrupt)]
    public async Task A_signal_ends_it_with_0_within_ten_seconds_though_clients_are_connected(int signal)
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        using var idle = new TcpClient();
        await idle.ConnectAsync(IPAddress.Loopback, granary.PostgresPort);
        using var http = new HttpClient { BaseAddress = granary.HttpAddress };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("ready")).StatusCode);

        var started = Stopwatch.GetTimestamp();
        granary.Signal(signal);
        Assert.Equal(0, await granary.WaitForExitAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.EndsWith("Stopped.\n", granary.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_store_has_not_answered_clients_are_told_to_wait_and_a_signal_still_ends_it()
    {
        // A store that takes connections and never answers keeps the silo from learning which tables there are.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var granary = GranaryProcess.Launch(new GranaryProcessOptions
        {
            DataDirectory = _data.Path,
            Environment = new Dictionary<string, string>
            {
                ["AWS_S3_BUCKET"] = "bucket",
                ["AWS_S3_ENDPOINT"] = $"http://{silent.LocalEndpoint}",
                ["AWS_ACCESS_KEY_ID"] = "id",
                ["AWS_SECRET_ACCESS_KEY"] = "secret",
            },
        });
        await granary.WaitUntilListeningAsync();
        using var http = new HttpClient { BaseAddress = granary.HttpAddress };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health")).StatusCode);
        var ready = await http.GetAsync("ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("\"replaying\"", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"stage\": \"replaying\"", await http.GetStringAsync("status"), StringComparison.Ordinal);
        var psql = await ProgramRun.RunAsync("psql", ["-X", "-v", "VERBOSITY=verbose", "-c", "select 1", granary.ConnectionUri]);
        Assert.NotEqual(0, psql.ExitCode);
        Assert.Contains("starting up", psql.StandardError, StringComparison.Ordinal);

        Assert.Equal(0, await granary.TerminateAsync());
    }

    [Fact]
    public async Task A_second_signal_cuts_the_stop_short()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        await using var busy = new Npgsql.NpgsqlConnection(granary.ConnectionString + ";Pooling=false;Command Timeout=0");
        await busy.OpenAsync();
        await using var endless = new Npgsql.NpgsqlCommand(
            "select count(*) from generate_series(1, 100000000) a, generate_series(1, 100000) b", busy);
        var running = endless.ExecuteScalarAsync();
        granary.Signal(Signals.Terminate);
        await granary.OutputLineAsync("Stopping");
        granary.Signal(Signals.Terminate);
        Assert.Equal(130, await granary.WaitForExitAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => running);
    }
}
