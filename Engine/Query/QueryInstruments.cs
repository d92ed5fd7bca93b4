using System.Diagnostics.Metrics;

namespace Granary.Engine.Query;

/// <summary>The counters and histograms of statements that the engine runs.</summary>
public sealed class QueryInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Granary.Engine.Query";

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _rows;

    internal QueryInstruments(QueryAdmission admission)
    {
        _meter = new Meter(MeterName);
        _duration = _meter.CreateHistogram<double>(
            "granary.query.duration", "s", "Time from a statement's arrival until everything is given back, by outcome.");
        _rows = _meter.CreateCounter<long>("granary.query.rows", "{row}", "Rows that statements gave.");
        _meter.CreateObservableGauge("granary.query.running", () => admission.Running, "{statement}", "Statements that hold a place.");
        _meter.CreateObservableGauge("granary.query.waiting", () => admission.Waiting, "{statement}", "Statements that wait for a place.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void RecordRows(int count) => _rows.Add(count);

    internal void RecordEnd(string outcome, TimeSpan duration) =>
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
}
