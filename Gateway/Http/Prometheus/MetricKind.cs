namespace Granary.Gateway.Http.Prometheus;

/// <summary>How measurements of an instrument become a sample.</summary>
internal enum MetricKind
{
    /// <summary>The sum of all measurements, which only rises.</summary>
    Counter,
    /// <summary>The last measurement of a counter that reports its own total.</summary>
    ObservedCounter,
    /// <summary>The last measurement.</summary>
    Gauge,
    /// <summary>The sum of all measurements, which may fall.</summary>
    SummedGauge,
    /// <summary>Counts by size.</summary>
    Histogram,
}
