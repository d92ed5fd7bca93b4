using System.Collections.Concurrent;
using Granary.Runtime.Membership;

namespace Granary.Runtime.Directory;

/// <summary>The directory of an embedded silo, in memory. Other processes are kept away by the lock on the data directory.</summary>
internal sealed class LocalGrainDirectory : IGrainDirectory
{
    private readonly ConcurrentDictionary<GrainId, GrainAddress> _owners = new();
    private long _lastEpoch;

    public ValueTask<GrainAddress?> LookupAsync(GrainId grain, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_owners.GetValueOrDefault(grain));

    public ValueTask<GrainAddress> RegisterAsync(GrainId grain, SiloAddress silo, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_owners.GetOrAdd(grain, _ => new GrainAddress(grain, silo, Interlocked.Increment(ref _lastEpoch))));

    public ValueTask UnregisterAsync(GrainAddress address, CancellationToken cancellationToken)
    {
        _owners.TryRemove(KeyValuePair.Create(address.Grain, address));
        return ValueTask.CompletedTask;
    }
}
