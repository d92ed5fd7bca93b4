using Granary.Runtime;

namespace Granary.Grains.Tests.Runtime;

/// <summary>The probe's reference.</summary>
internal sealed class ProbeReference(GrainId grainId, IGrainCaller caller) : IProbeGrain
{
    private static readonly GrainMethod<IProbeGrain, Func<ProbeGrain, CancellationToken, Task<int>>, int> Run =
        new("Run", static (grain, body, token) => grain.RunAsync(body, token));

    public Task<int> RunAsync(Func<ProbeGrain, CancellationToken, Task<int>> body, CancellationToken cancellationToken) =>
        caller.CallAsync(grainId, Run, body, cancellationToken);
}
