using Granary.Runtime.Activations;

namespace Granary.Runtime.Timers;

/// <summary>Queues its callback as a turn each time that it is due, and sets itself again only when the callback has ended.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _ended = new();
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private TimeSpan _period;
    private bool _running;
    private bool _disposed;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerOptions options, TimeProvider time)
    {
        _activation = activation;
        _callback = callback;
        _period = options.Period;
        _timer = time.CreateTimer(static timer => ((GrainTimer)timer!).Due(), this, options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            if (_disposed) return;
            _period = period;
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            _timer.Dispose();
        }
        _ended.Cancel();
        _activation.Forget(this);
    }

    private void Due()
    {
        lock (_lock)
        {
            if (_disposed || _running) return;
            _running = true;
        }
        _activation.PostTurn(RunAsync);
    }

    private async Task RunAsync()
    {
        try
        {
            if (!_disposed) await _callback(_ended.Token);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // Ended while running: expected.
        }
        finally
        {
            lock (_lock)
            {
                _running = false;
                if (!_disposed) _timer.Change(_period, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
