using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Granary.Engine.ObjectStores;

/// <summary>The counters and histograms of object stores.</summary>
public sealed class ObjectStoreInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Granary.Engine.ObjectStores";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _bytes;

    /// <summary>Makes the instruments.</summary>
    public ObjectStoreInstruments()
    {
        _meter = new Meter(MeterName);
        _requests = _meter.CreateCounter<long>(
            "granary.object_store.requests", "{request}", "Requests by operation and outcome.");
        _duration = _meter.CreateHistogram<double>(
            "granary.object_store.request.duration", "s", "Time of a request with its body, by operation and outcome.");
        _bytes = _meter.CreateCounter<long>("granary.object_store.bytes", "By", "Bodies sent and received, by operation.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Record(string operation, string outcome, TimeSpan duration, long bytes)
    {
        var tags = new TagList { { "operation", operation }, { "outcome", outcome } };
        _requests.Add(1, tags);
        _duration.Record(duration.TotalSeconds, tags);
        if (bytes > 0) _bytes.Add(bytes, new TagList { { "operation", operation } });
    }
}
