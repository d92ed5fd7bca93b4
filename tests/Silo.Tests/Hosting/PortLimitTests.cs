using System.Net;
using System.Net.Sockets;
using System.Text;
using Granary.Testing;
using Granary.Testing.Processes;

namespace Granary.Silo.Tests.Hosting;

/// <summary>What strangers can make the two ports hold.</summary>
public sealed class PortLimitTests : IDisposable
{
    // twice the one client that may log in, and the spare ones
    private const int MostConnections = 2 + 64;

    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Connections_that_never_log_in_are_bounded_and_the_other_port_still_answers()
    {
        await using var granary = await GranaryProcess.StartAsync(new GranaryProcessOptions
        {
            DataDirectory = _data.Path,
            Environment = new Dictionary<string, string> { ["MAX_PG_CONNECTIONS"] = "1" },
        });
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i <= MostConnections; i++) silent.Add(await DialAsync(granary.PostgresPort));
            var ends = silent.Select(client => EndAsync(client)).ToList();
            await Task.WhenAny(ends).WaitAsync(TimeSpan.FromSeconds(30));

            // which is closed is the system's choice; all others stay
            Assert.Equal(1, ends.Count(end => end.IsCompleted));
            using var http = new HttpClient { BaseAddress = granary.HttpAddress };
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health")).StatusCode);
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_body_that_nobody_wants_is_not_read_to_its_end()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        using var client = await DialAsync(granary.HttpPort);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /status HTTP/1.1\r\nHost: granary\r\nContent-Length: 1000000000\r\n\r\n"));
        var sent = await SendUntilClosedAsync(stream);
        Assert.InRange(sent, 0, 50_000_000);
    }

    private static async Task<long> SendUntilClosedAsync(NetworkStream stream)
    {
        var piece = new byte[1 << 20];
        long sent = 0;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            for (; sent < 1_000_000_000; sent += piece.Length) await stream.WriteAsync(piece, limit.Token);
        }
        catch (IOException)
        {
            // closed by the server: what is wanted
        }

        return sent;
    }

    private static async Task<TcpClient> DialAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    private static async Task EndAsync(TcpClient client)
    {
        try
        {
            Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1]));
        }
        catch (IOException)
        {
            // a reset is an end too
        }
    }
}
