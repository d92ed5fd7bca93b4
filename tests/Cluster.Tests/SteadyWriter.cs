using System.Threading.Channels;
using Granary.Testing.Processes;

namespace Granary.Cluster.Tests;

/// <summary>A client that writes one row after another through a gateway. It bears no error: the first ends it, and fails the test.</summary>
internal sealed class SteadyWriter
{
    private readonly List<string> _acknowledged = [];
    private readonly Channel<string> _news = Channel.CreateUnbounded<string>();
    private readonly Task _running;
    private volatile int _count;
    private volatile bool _stops;

    private SteadyWriter(GranaryProcess gateway, string name) => _running = RunAsync(gateway, name);

    /// <summary>Begins.</summary>
    /// <param name="gateway">Where it connects.</param>
    /// <param name="name">What the names of its rows begin with.</param>
    public static SteadyWriter Start(GranaryProcess gateway, string name) => new(gateway, name);

    /// <summary>Waits until this many rows more have been acknowledged.</summary>
    public async Task WriteMoreAsync(int rows)
    {
        var wanted = _count + rows;
        while (_count < wanted) await await Task.WhenAny(_running, _news.Reader.ReadAsync().AsTask());
    }

    /// <summary>Ends after the row that is under way, and gives the names of all that were acknowledged.</summary>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        _stops = true;
        await _running;
        return _acknowledged;
    }

    private async Task RunAsync(GranaryProcess gateway, string name)
    {
        await using var connection = await ClusterClient.ConnectAsync(gateway);
        while (!_stops)
        {
            var row = $"{name}-{_count:D6}";
            await ClusterClient.InsertAsync(connection, row);
            _acknowledged.Add(row);
            _count++;
            _news.Writer.TryWrite(row);
        }
    }
}
