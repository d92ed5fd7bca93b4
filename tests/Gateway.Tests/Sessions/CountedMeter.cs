using System.Diagnostics.Metrics;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>The sums of one host's whole-number counters, by instrument.</summary>
internal sealed class CountedMeter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _sums = [];
    private readonly List<(string Instrument, long Sum, TaskCompletionSource Reached)> _waiters = [];

    public CountedMeter(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        _listener.Start();
    }

    public long this[string instrument]
    {
        get
        {
            lock (_lock) return _sums.GetValueOrDefault(instrument);
        }
    }

    /// <summary>Ends when a sum is at least so large.</summary>
    public async Task ReachedAsync(string instrument, long sum)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_sums.GetValueOrDefault(instrument) >= sum) return;
            _waiters.Add((instrument, sum, reached));
        }

        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose() => _listener.Dispose();

    private void Add(string instrument, long value)
    {
        lock (_lock)
        {
            var sum = _sums[instrument] = _sums.GetValueOrDefault(instrument) + value;
            foreach (var waiter in _waiters.Where(waiter => waiter.Instrument == instrument && waiter.Sum <= sum)) waiter.Reached.TrySetResult();
        }
    }
}
