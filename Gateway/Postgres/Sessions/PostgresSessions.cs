using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Granary.Gateway.Postgres.Sessions;

/// <summary>The sessions that are alive: counts them, finds the one that a cancel request means, sends all away at the end. Thread-safe.</summary>
public sealed class PostgresSessions
{
    private const int FirstProcessId = 1000;

    private readonly ConcurrentDictionary<int, Entry> _entries = new();
    private readonly GatewayState _state;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly GatewayInstruments _instruments;
    private int _lastProcessId = FirstProcessId;
    private int _count;
    private volatile TaskCompletionSource? _empty;

    /// <summary>Starts with none.</summary>
    /// <param name="state">The gate.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="instruments">The counters.</param>
    public PostgresSessions(GatewayState state, IOptions<GatewayOptions> options, TimeProvider time, GatewayInstruments instruments)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_state, _options, _time, _instruments) = (state, options.Value, time, instruments);
    }

    /// <summary>Clients that hold a place.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>
    /// Stops: no client is let in any more, idle sessions are sent away at once (57P01), busy ones when their statement
    /// ends, and what still runs after <see cref="GatewayOptions.DrainTimeout"/> is broken off. Returns when all are gone.
    /// </summary>
    /// <param name="cancellationToken">Breaks off what runs at once.</param>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _state.Close();
        var empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _empty = empty;
        foreach (var entry in _entries.Values) entry.Session.RequestShutdown();
        if (Count == 0) return;
        try
        {
            await empty.Task.WaitAsync(_options.DrainTimeout, _time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            foreach (var entry in _entries.Values) entry.Session.Cancel(Interruption.Shutdown);
        }
    }

    /// <summary>Takes a place among the connections.</summary>
    internal bool TryTakePlace()
    {
        if (Interlocked.Increment(ref _count) <= _options.MaxConnections)
        {
            _instruments.Connections.Add(1);
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }

    internal void GiveBackPlace()
    {
        _instruments.Connections.Add(-1);
        if (Interlocked.Decrement(ref _count) == 0) _empty?.TrySetResult();
    }

    /// <summary>A process id that no living session has.</summary>
    internal int NextProcessId()
    {
        while (true)
        {
            var id = Interlocked.Increment(ref _lastProcessId) & int.MaxValue;
            if (id >= FirstProcessId && !_entries.ContainsKey(id)) return id;
        }
    }

    /// <summary>Makes a session known.</summary>
    /// <returns>The secret that a cancel request must name.</returns>
    internal int Add(int processId, ISessionControl session)
    {
        var secret = RandomNumberGenerator.GetBytes(sizeof(int));
        _entries[processId] = new Entry(session, secret);
        if (_state.Phase == GatewayPhase.Stopping) session.RequestShutdown();
        return BitConverter.ToInt32(secret);
    }

    internal void Remove(int processId) => _entries.TryRemove(processId, out _);

    /// <summary>Cancels what a session runs, if the secret is right. The comparison takes the same time whatever is wrong.</summary>
    internal bool Cancel(int processId, int secret)
    {
        Span<byte> given = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(given, secret);
        var found = _entries.TryGetValue(processId, out var entry);
        var isRight = CryptographicOperations.FixedTimeEquals(given, found ? entry!.Secret : new byte[sizeof(int)]);
        if (!found || !isRight) return false;
        entry!.Session.Cancel(Interruption.UserRequest);
        return true;
    }

    private sealed record Entry(ISessionControl Session, byte[] Secret);
}
