using System.Diagnostics.Metrics;
using Granary.Gateway.Http.Prometheus;

namespace Granary.Gateway.Tests.Http;

/// <summary>Each test has a meter of its own name: other tests' meters are heard, too.</summary>
public sealed class MetricCollectorTests : IDisposable
{
    private readonly Meter _meter = new("Granary.MetricCollectorTests");
    private readonly MetricCollector _collector = new();

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_counter_sums_by_its_tags_and_ends_in_total()
    {
        var counter = _meter.CreateCounter<long>("granary.t1.rows", "{row}", "Rows");
        counter.Add(2, new KeyValuePair<string, object?>("kind", "a"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "a"));
        counter.Add(5, new KeyValuePair<string, object?>("kind", "b"));
        Assert.Equal(
            """
            # HELP granary_t1_rows_total Rows
            # TYPE granary_t1_rows_total counter
            granary_t1_rows_total{kind="a"} 5
            granary_t1_rows_total{kind="b"} 5
            """,
            Lines("granary_t1"));
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_that_include_their_bound_a_sum_and_a_count()
    {
        var histogram = _meter.CreateHistogram(
            "granary.t2.duration", "s", "Time", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        foreach (var value in (double[])[0.25, 0.5, 0.75, 4]) histogram.Record(value);
        Assert.Equal(
            """
            # HELP granary_t2_duration_seconds Time
            # TYPE granary_t2_duration_seconds histogram
            granary_t2_duration_seconds_bucket{le="0.5"} 2
            granary_t2_duration_seconds_bucket{le="1"} 3
            granary_t2_duration_seconds_bucket{le="+Inf"} 4
            granary_t2_duration_seconds_sum 5.5
            granary_t2_duration_seconds_count 4
            """,
            Lines("granary_t2"));
    }

    [Fact]
    public void Gauges_tell_the_last_value_and_up_down_counters_the_sum()
    {
        var asked = 7;
        _meter.CreateObservableGauge("granary.t3.asked", () => asked, "By", "Asked");
        var moving = _meter.CreateUpDownCounter<int>("granary.t3.moving", description: "Moving");
        moving.Add(5);
        moving.Add(-2);
        _collector.Scrape();
        asked = 8;
        var lines = Lines("granary_t3");
        Assert.Contains("granary_t3_asked_bytes 8", lines, StringComparison.Ordinal);
        Assert.Contains("granary_t3_moving 3", lines, StringComparison.Ordinal);
        Assert.Contains("# TYPE granary_t3_moving gauge", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_and_labels_are_escaped()
    {
        var counter = _meter.CreateCounter<long>("granary.t4.x", description: "back\\slash and\nline");
        counter.Add(1, new KeyValuePair<string, object?>("a.b", "say \"hi\"\\\n"));
        Assert.Equal(
            """
            # HELP granary_t4_x_total back\\slash and\nline
            # TYPE granary_t4_x_total counter
            granary_t4_x_total{a_b="say \"hi\"\\\n"} 1
            """,
            Lines("granary_t4"));
    }

    [Fact]
    public void Tags_without_end_share_one_series_beyond_the_limit()
    {
        var counter = _meter.CreateCounter<long>("granary.t5.x");
        for (var i = 0; i < MetricFamily.MaxSeries + 50; i++) counter.Add(1, new KeyValuePair<string, object?>("id", i));
        var samples = Lines("granary_t5").Split('\n').Where(line => line[0] != '#').ToList();
        Assert.Equal(MetricFamily.MaxSeries + 1, samples.Count);
        Assert.Contains("granary_t5_x_total{overflow=\"true\"} 50", samples);
    }

    [Fact]
    public async Task Concurrent_recording_loses_nothing()
    {
        var counter = _meter.CreateCounter<long>("granary.t6.x");
        var histogram = _meter.CreateHistogram<double>("granary.t6.y", "s");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                counter.Add(1);
                histogram.Record(1);
            }
        })));
        var lines = Lines("granary_t6");
        Assert.Contains("granary_t6_x_total 40000", lines, StringComparison.Ordinal);
        Assert.Contains("granary_t6_y_seconds_count 40000", lines, StringComparison.Ordinal);
        Assert.Contains("granary_t6_y_seconds_sum 40000", lines, StringComparison.Ordinal);
    }

    private string Lines(string prefix) => string.Join('\n', _collector.Scrape().Split('\n').Where(
        line => line.StartsWith(prefix, StringComparison.Ordinal) || line.StartsWith($"# HELP {prefix}", StringComparison.Ordinal) || line.StartsWith($"# TYPE {prefix}", StringComparison.Ordinal)));
}
