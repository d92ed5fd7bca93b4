using Granary.Runtime;
using Granary.Runtime.Timers;

namespace Granary.Grains.Tests.Runtime;

/// <summary>The steered grain; its hooks are the test's too.</summary>
internal sealed class ProbeGrain(IGrainContext context, ProbeHooks hooks) : Grain(context), IProbeGrain
{
    public int Counter { get; set; }

    public Task<int> RunAsync(Func<ProbeGrain, CancellationToken, Task<int>> body, CancellationToken cancellationToken) =>
        body(this, cancellationToken);

    public override Task OnActivateAsync(CancellationToken cancellationToken) => hooks.OnActivate(this, cancellationToken);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => hooks.OnDeactivate(this, reason);

    public IGrainTimer StartTimer(Func<CancellationToken, Task> callback, TimeSpan period) =>
        RegisterGrainTimer(callback, new GrainTimerOptions(period, period));

    public void End() => DeactivateOnIdle();
}
