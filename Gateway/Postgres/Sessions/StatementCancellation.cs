using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Sessions;

/// <summary>
/// Breaks off the statement that a session runs, and remembers why. The session begins and ends statements; requests come
/// from any thread, and one that comes while nothing runs is dropped, as in PostgreSQL.
/// </summary>
internal sealed class StatementCancellation(TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _source;
    private bool _isRunning;
    private Interruption _cause;
    private ITimer? _timer;

    /// <summary>Starts a statement.</summary>
    /// <param name="timeout">After which it is broken off; zero for never.</param>
    public void Begin(TimeSpan timeout)
    {
        lock (_lock)
        {
            _isRunning = true;
            _cause = Interruption.None;
        }

        if (timeout <= TimeSpan.Zero) return;
        _timer ??= time.CreateTimer(static state => ((StatementCancellation)state!).Request(Interruption.StatementTimeout), this,
            Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the statement.</summary>
    public void End()
    {
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_lock)
        {
            _isRunning = false;
            if (_source is null || _source.TryReset()) return;
            _source.Dispose();
            _source = null;
        }
    }

    /// <summary>The running statement's token.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (_lock)
            {
                _source ??= new CancellationTokenSource();
                if (_cause != Interruption.None) _source.Cancel();
                return _source.Token;
            }
        }
    }

    /// <summary>Breaks off what runs.</summary>
    public void Request(Interruption cause)
    {
        CancellationTokenSource? source;
        lock (_lock)
        {
            if (!_isRunning) return;
            if (cause > _cause) _cause = cause;
            source = _source;
        }

        try
        {
            source?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the statement ended in the meantime
        }
    }

    /// <summary>The error that a broken-off statement ends with; null when none was asked for.</summary>
    public GranaryException? Error => _cause switch
    {
        Interruption.UserRequest => Cancelled("canceling statement due to user request"),
        Interruption.StatementTimeout => Cancelled("canceling statement due to statement timeout"),
        Interruption.Shutdown => new(ErrorKind.Unavailable, SqlState.AdminShutdown, "terminating connection due to administrator command"),
        Interruption.ClientGone => Cancelled("canceling statement because the client is gone"),
        _ => null,
    };

    /// <summary>Throws when the running statement is to be broken off.</summary>
    public void ThrowIfRequested()
    {
        if (_cause != Interruption.None) throw Error!;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _source?.Dispose();
    }

    private static GranaryException Cancelled(string message) => new(ErrorKind.Cancelled, SqlState.QueryCanceled, message);
}
