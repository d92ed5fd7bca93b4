using Granary.Grains.Interfaces;

namespace Granary.Grains.Tests.Runtime;

/// <summary>A grain that tests steer: each call runs the function it is given on the grain's turn.</summary>
internal interface IProbeGrain : IGrain
{
    Task<int> RunAsync(Func<ProbeGrain, CancellationToken, Task<int>> body, CancellationToken cancellationToken);
}
