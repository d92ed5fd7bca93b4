namespace Granary.Runtime;

/// <summary>The runtime as its host sees it.</summary>
public interface IActorRuntime
{
    /// <summary>Grains in memory here.</summary>
    int ActivationCount { get; }

    /// <summary>Begins collecting idle activations. Calls work before, too.</summary>
    void Start();

    /// <summary>Makes no more activations and ends all there are; each grain's hook has run when this ends.</summary>
    /// <param name="cancellationToken">Tells the hooks to hurry; the task still ends only when they have.</param>
    Task StopAsync(CancellationToken cancellationToken);
}
