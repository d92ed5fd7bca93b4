namespace Granary.Gateway.Http.Prometheus;

/// <summary>The numbers of one instrument and one set of tags. Thread-safe without locks.</summary>
internal sealed class MetricSeries(KeyValuePair<string, object?>[] tags, double[] bounds)
{
    private readonly long[] _buckets = new long[bounds.Length + 1];
    private double _value;

    /// <summary>Whether these are its tags, in the same order (an instrument's callers write them in one).</summary>
    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        if (others.Length != tags.Length) return false;
        for (var i = 0; i < tags.Length; i++)
        {
            if (tags[i].Key != others[i].Key || !Equals(tags[i].Value, others[i].Value)) return false;
        }
        return true;
    }

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double value)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (before.Equals(seen)) return;
            seen = before;
        }
    }

    public void Observe(double value)
    {
        // The first bound that is not below the value: buckets are "less or equal".
        var bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket]) bucket++;
        Interlocked.Increment(ref _buckets[bucket]);
        Add(value);
    }

    public void WriteTo(PrometheusText text, string name)
    {
        if (bounds.Length == 0)
        {
            text.Sample(name, tags, null, Volatile.Read(ref _value));
            return;
        }
        var count = 0L;
        for (var i = 0; i < _buckets.Length; i++)
        {
            count += Volatile.Read(ref _buckets[i]);
            text.Sample(name + "_bucket", tags, i < bounds.Length ? bounds[i] : double.PositiveInfinity, count);
        }
        text.Sample(name + "_sum", tags, null, Volatile.Read(ref _value));
        text.Sample(name + "_count", tags, null, count);
    }
}
