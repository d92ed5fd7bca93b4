using System.Collections.Concurrent;
using Granary.Runtime.Membership;

namespace Granary.Runtime.Directory;

/// <summary>
/// The directory of an embedded silo, in memory. The owner of all grains is the data directory, whose lock only one process can
/// hold: so there is never a new owner, and the epoch never rises, also not over restarts.
/// </summary>
internal sealed class LocalGrainDirectory : IGrainDirectory
{
    private const long OnlyEpoch = 1;

    private readonly ConcurrentDictionary<GrainId, GrainAddress> _owners = new();

    public ValueTask<GrainAddress?> LookupAsync(GrainId grain, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_owners.GetValueOrDefault(grain));

    public ValueTask<GrainAddress> RegisterAsync(GrainId grain, SiloAddress silo, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_owners.GetOrAdd(grain, _ => new GrainAddress(grain, silo, OnlyEpoch)));

    public ValueTask UnregisterAsync(GrainAddress address, CancellationToken cancellationToken)
    {
        _owners.TryRemove(KeyValuePair.Create(address.Grain, address));
        return ValueTask.CompletedTask;
    }

    public ValueTask<GrainAddress?> ReadAsync(GrainId grain, CancellationToken cancellationToken) => LookupAsync(grain, cancellationToken);

    public void Learn(GrainAddress address)
    {
        // Nobody else could know more.
    }

    public void Forget(GrainAddress address)
    {
        // What is remembered is the truth itself.
    }
}
