using Granary.Runtime;

namespace Granary.Grains.Tests.Runtime;

/// <summary>The probe's reference.</summary>
internal sealed class ProbeReference(GrainId grainId, IGrainCaller caller) : IProbeGrain
{
    private static readonly GrainMethod<IProbeGrain, Func<ProbeGrain, CancellationToken, Task<int>>, int> Run =
        new("Run", static (grain, body, token) => grain.RunAsync(body, token));

    private static readonly GrainMethod<IProbeGrain, Func<ProbeGrain, CancellationToken, Task<int>>, int> Write =
        new("Write", static (grain, body, token) => grain.RunAsync(body, token)) { IsWrite = true };

    /// <summary>The same as a call that may store something.</summary>
    public Task<int> WriteAsync(Func<ProbeGrain, CancellationToken, Task<int>> body, CancellationToken cancellationToken) =>
        caller.CallAsync(grainId, Write, body, cancellationToken);

    public Task<int> RunAsync(Func<ProbeGrain, CancellationToken, Task<int>> body, CancellationToken cancellationToken) =>
        caller.CallAsync(grainId, Run, body, cancellationToken);
}
