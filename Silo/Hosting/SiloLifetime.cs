namespace Granary.Silo.Hosting;

/// <summary>Keeps the generic host from handling signals: <see cref="ShutdownSignals"/> does.</summary>
internal sealed class SiloLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
