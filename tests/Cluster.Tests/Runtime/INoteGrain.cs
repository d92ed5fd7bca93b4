using Granary.Grains.Interfaces;

namespace Granary.Cluster.Tests.Runtime;

/// <summary>A grain that says who and where it is, and keeps what the test's shared store must not lose.</summary>
internal interface INoteGrain : IGrain
{
    /// <summary>The endpoint of its silo and the epoch.</summary>
    Task<Where> WhereAsync(CancellationToken cancellationToken);

    /// <summary>A durable write, fenced by the epoch; gives the notes' new count.</summary>
    Task<int> WriteAsync(CancellationToken cancellationToken);
}

internal sealed record Where(string Endpoint, long Epoch);
