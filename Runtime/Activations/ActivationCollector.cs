using Microsoft.Extensions.Logging;

namespace Granary.Runtime.Activations;

/// <summary>Ends idle activations from time to time, so that memory follows use.</summary>
internal sealed partial class ActivationCollector(ActivationCatalog catalog, ILogger<ActivationCollector> logger) : IDisposable
{
    private ITimer? _timer;
    private int _running;

    public void Start() => _timer ??= catalog.Time.CreateTimer(
        static collector => _ = ((ActivationCollector)collector!).CollectAsync(),
        this,
        catalog.Options.CollectionPeriod,
        catalog.Options.CollectionPeriod);

    public void Dispose() => _timer?.Dispose();

    private async Task CollectAsync()
    {
        if (Interlocked.Exchange(ref _running, 1) == 1) return;
        try
        {
            await catalog.CollectIdleAsync();
        }
#pragma warning disable CA1031 // the next round tries again
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailed(logger, error);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Collecting idle activations failed")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
