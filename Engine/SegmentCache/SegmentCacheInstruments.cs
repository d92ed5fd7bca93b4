using System.Diagnostics.Metrics;

namespace Granary.Engine.SegmentCache;

/// <summary>The counters of the segment cache.</summary>
public sealed class SegmentCacheInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Granary.Engine.SegmentCache";

    private readonly Meter _meter = new(MeterName);

    /// <summary>Makes the instruments.</summary>
    public SegmentCacheInstruments()
    {
        Requests = _meter.CreateCounter<long>(
            "granary.segment_cache.requests", "{segment}", "Segments asked for, by outcome: hit, miss, joined, local.");
        EvictedBytes = _meter.CreateCounter<long>("granary.segment_cache.evicted", "By", "Bytes removed to make room.");
        SizeBytes = _meter.CreateUpDownCounter<long>("granary.segment_cache.size", "By", "Bytes of all copies, arriving ones included.");
    }

    internal Counter<long> Requests { get; }

    internal Counter<long> EvictedBytes { get; }

    internal UpDownCounter<long> SizeBytes { get; }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Count(string outcome) => Requests.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
