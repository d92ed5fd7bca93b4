using Granary.Runtime.Activations;

namespace Granary.Runtime;

/// <summary>Starts and stops what runs by itself.</summary>
internal sealed class ActorRuntime : IActorRuntime
{
    private readonly ActivationCatalog _catalog;
    private readonly ActivationCollector _collector;

    public ActorRuntime(ActivationCatalog catalog, ActivationCollector collector, RuntimeInstruments instruments)
    {
        _catalog = catalog;
        _collector = collector;
        instruments.Observe(() => ActivationCount);
    }

    public int ActivationCount => _catalog.Activations.Count;

    public void Start() => _collector.Start();

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _collector.Dispose();
        return _catalog.StopAsync(cancellationToken);
    }
}
