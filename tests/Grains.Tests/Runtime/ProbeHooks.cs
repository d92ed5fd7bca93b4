using Granary.Runtime;

namespace Granary.Grains.Tests.Runtime;

/// <summary>What the probe's hooks do; set by the test before the first call.</summary>
internal sealed class ProbeHooks
{
    public Func<ProbeGrain, CancellationToken, Task> OnActivate { get; set; } = (_, _) => Task.CompletedTask;

    public Func<ProbeGrain, DeactivationReason, Task> OnDeactivate { get; set; } = (_, _) => Task.CompletedTask;
}
