using System.Diagnostics.Metrics;

namespace Granary.Gateway.Http.Prometheus;

/// <summary>One instrument's series, one for each set of tags; bounded, since tags may come from what clients send.</summary>
internal sealed class MetricFamily
{
    /// <summary>Series kept; further sets of tags share one that says so.</summary>
    public const int MaxSeries = 1000;

    private static readonly KeyValuePair<string, object?>[] Overflow = [new("overflow", "true")];

    private readonly MetricKind _kind;
    private readonly string _help;
    private readonly double[] _bounds;
    private readonly Lock _adding = new();
    private MetricSeries[] _series = [];

    public MetricFamily(Instrument instrument)
    {
        _kind = KindOf(instrument);
        Name = PrometheusNames.Of(instrument.Name, instrument.Unit, _kind is MetricKind.Counter or MetricKind.ObservedCounter);
        _help = instrument.Description ?? instrument.Name;
        _bounds = _kind == MetricKind.Histogram ? BucketBounds.Of(instrument) : [];
    }

    /// <summary>The name in Prometheus's form.</summary>
    public string Name { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags) ?? Add(tags);
        switch (_kind)
        {
            case MetricKind.ObservedCounter or MetricKind.Gauge:
                series.Set(value);
                break;
            case MetricKind.Histogram:
                series.Observe(value);
                break;
            default:
                series.Add(value);
                break;
        }
    }

    public void WriteTo(PrometheusText text)
    {
        // Also without series, so that a scraper learns what there is before it happens.
        text.Header(Name, _help, _kind switch
        {
            MetricKind.Histogram => "histogram",
            MetricKind.Counter or MetricKind.ObservedCounter => "counter",
            _ => "gauge",
        });
        foreach (var series in Volatile.Read(ref _series)) series.WriteTo(text, Name);
    }

    private MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var series in Volatile.Read(ref _series))
        {
            if (series.Has(tags)) return series;
        }
        return null;
    }

    private MetricSeries Add(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_adding)
        {
            if (Find(tags) is { } found) return found;
            if (_series.Length >= MaxSeries)
            {
                if (Find(Overflow) is { } shared) return shared;
                tags = Overflow;
            }
            var series = new MetricSeries(tags.ToArray(), _bounds);
            Volatile.Write(ref _series, [.. _series, series]);
            return series;
        }
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        var definition = instrument.GetType().GetGenericTypeDefinition();
        if (definition == typeof(Counter<>)) return MetricKind.Counter;
        if (definition == typeof(ObservableCounter<>)) return MetricKind.ObservedCounter;
        if (definition == typeof(UpDownCounter<>)) return MetricKind.SummedGauge;
        return definition == typeof(Histogram<>) ? MetricKind.Histogram : MetricKind.Gauge;
    }
}
