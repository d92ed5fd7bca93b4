using System.Net;
using System.Net.Sockets;

namespace Granary.Testing.Network;

/// <summary>Forwards connections to a local port, and cuts or stalls them after so many bytes of answers as the test says.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _targetPort;
    private readonly Task _accepting;
    private long _allowedBytes = long.MaxValue;
    private long _allowedRequestBytes = long.MaxValue;
    private bool _isStalling;
    private volatile HeldRequest? _held;

    /// <summary>Begins to listen on a free port.</summary>
    public TcpProxy(int targetPort)
    {
        _targetPort = targetPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>After this many more bytes of answers, connections are reset.</summary>
    public void CutAfter(long answerBytes) => Set(answerBytes, isStalling: false);

    /// <summary>After this many more bytes of requests, connections are reset: what comes behind never arrives.</summary>
    public void CutRequestsAfter(long requestBytes) => Interlocked.Exchange(ref _allowedRequestBytes, requestBytes);

    /// <summary>After this many more bytes of answers nothing more arrives, and connections stay open.</summary>
    public void StallAfter(long answerBytes) => Set(answerBytes, isStalling: true);

    /// <summary>Holds back the next requests that have this text in their beginning, such as `PUT /bucket/key`.</summary>
    public HeldRequest Hold(string text) => _held = new HeldRequest(text);

    /// <summary>Forwards everything again; connections that were cut or stalled stay so.</summary>
    public void Heal()
    {
        Set(long.MaxValue, isStalling: false);
        CutRequestsAfter(long.MaxValue);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private void Set(long allowedBytes, bool isStalling)
    {
        Volatile.Write(ref _isStalling, isStalling);
        Interlocked.Exchange(ref _allowedBytes, allowedBytes);
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ForwardAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _targetPort, _stopping.Token);
                await Task.WhenAny(
                    PumpAsync(client.GetStream(), server.GetStream(), isAnswer: false),
                    PumpAsync(server.GetStream(), client.GetStream(), isAnswer: true));
                client.LingerState = new LingerOption(enable: true, seconds: 0);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // the far end is gone: closing is all there is to do
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool isAnswer)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var count = await from.ReadAsync(buffer, _stopping.Token);
                if (count == 0) return;
                if (isAnswer && Interlocked.Add(ref _allowedBytes, -count) is var left and < 0)
                {
                    await to.WriteAsync(buffer.AsMemory(0, (int)Math.Max(0, count + left)), _stopping.Token);
                    if (Volatile.Read(ref _isStalling)) await Task.Delay(Timeout.Infinite, _stopping.Token);
                    return;
                }
                if (!isAnswer && _held is { } held) await held.PassAsync(buffer.AsMemory(0, count), _stopping.Token);
                if (!isAnswer && Interlocked.Add(ref _allowedRequestBytes, -count) is var allowed and < 0)
                {
                    await to.WriteAsync(buffer.AsMemory(0, (int)Math.Max(0, count + allowed)), _stopping.Token);
                    return;
                }
                await to.WriteAsync(buffer.AsMemory(0, count), _stopping.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // the same: the pair is closed by the caller
        }
    }
}
