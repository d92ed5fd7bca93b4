using System.Diagnostics.Metrics;

namespace Granary.Runtime;

/// <summary>The runtime's own metrics.</summary>
public sealed class RuntimeInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Granary.Runtime";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _activations;
    private readonly Counter<long> _uncertain;
    private readonly Counter<long> _moves;
    private Func<int> _active = () => 0;

    /// <summary>Makes the meter.</summary>
    public RuntimeInstruments()
    {
        _activations = _meter.CreateCounter<long>("granary.grain.activations", description: "Grains activated since start.");
        _uncertain = _meter.CreateCounter<long>("granary.grain.uncertain_reads", description: "Reads answered by a silo that could not reach the configuration database.");
        _moves = _meter.CreateCounter<long>("granary.grain.moves", description: "Grains handed over to another silo.");
        _meter.CreateObservableGauge("granary.grain.active", () => _active(), description: "Grains in memory.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Activated(string type) => _activations.Add(1, new KeyValuePair<string, object?>("type", type));

    internal void AnsweredUncertain() => _uncertain.Add(1);

    internal void Moved() => _moves.Add(1);

    internal void Observe(Func<int> active) => _active = active;
}
