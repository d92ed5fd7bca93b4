using System.Collections.Concurrent;
using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.ConfigurationDatabase;
using Granary.Runtime.Membership;
using Npgsql;

namespace Granary.Runtime.Directory;

/// <summary>
/// The directory of a cluster: `granary.grains` decides, and this process remembers what it was told. A memory may be wrong: then
/// the silo that it names answers with a redirect. When PostgreSQL is away, memory goes on.
/// </summary>
internal sealed class ClusterGrainDirectory : IGrainDirectory, IDisposable
{
    /// <summary>Addresses remembered at most; at the limit all are forgotten, which costs each grain one question.</summary>
    private const int MaxRemembered = 200_000;

    /// <summary>A grain that is neither to be had nor had by anybody changes hands right now: look again so many times.</summary>
    private const int MaxLooks = 5;

    private readonly ConcurrentDictionary<GrainId, GrainAddress> _remembered = new();
    private readonly ClusterDatabase _database;
    private readonly GrainTable _table;
    private readonly IMembership _membership;

    public ClusterGrainDirectory(ClusterDatabase database, IMembership membership)
    {
        (_database, _membership, _table) = (database, membership, new GrainTable(database));
        membership.Changed += ForgetTheDead;
    }

    public void Dispose() => _membership.Changed -= ForgetTheDead;

    public ValueTask<GrainAddress?> LookupAsync(GrainId grain, CancellationToken cancellationToken) =>
        _remembered.TryGetValue(grain, out var address) ? ValueTask.FromResult<GrainAddress?>(address) : ReadAsync(grain, cancellationToken);

    public async ValueTask<GrainAddress?> ReadAsync(GrainId grain, CancellationToken cancellationToken)
    {
        _remembered.TryGetValue(grain, out var before);
        var address = await AskAsync(token => _table.ReadAsync(grain, token), cancellationToken);
        if (address is not null) Learn(address);
        else if (before is not null) Forget(before);
        return address;
    }

    public async ValueTask<GrainAddress> RegisterAsync(GrainId grain, SiloAddress silo, CancellationToken cancellationToken)
    {
        for (var look = 0; look < MaxLooks; look++)
        {
            if (await AskAsync(token => _table.TakeAsync(grain, silo, token), cancellationToken) is { } taken)
            {
                Learn(taken);
                return taken;
            }
            if (await ReadAsync(grain, cancellationToken) is { } owner) return owner;
        }
        throw new GranaryException(ErrorKind.Unavailable, SqlState.CannotConnectNow, $"{silo} can't take {grain}: it is not a member of the cluster now")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };
    }

    public async ValueTask UnregisterAsync(GrainAddress address, CancellationToken cancellationToken)
    {
        Forget(address);
        await AskAsync(
            async token =>
            {
                await _table.ReleaseAsync(address, token);
                return true;
            },
            cancellationToken);
    }

    public void Learn(GrainAddress address)
    {
        if (_remembered.Count >= MaxRemembered) _remembered.Clear();
        _remembered.AddOrUpdate(
            address.Grain,
            static (_, learnt) => learnt,
            static (_, known, learnt) => learnt.Epoch >= known.Epoch ? learnt : known,
            address);
    }

    public void Forget(GrainAddress address) => _remembered.TryRemove(KeyValuePair.Create(address.Grain, address));

    private void ForgetTheDead(MembershipView view)
    {
        var alive = view.Members.Select(member => member.Address).ToHashSet();
        foreach (var address in _remembered.Values.Where(address => !alive.Contains(address.Silo))) Forget(address);
    }

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(cancellationToken);
        }
        catch (NpgsqlException error)
        {
            throw _database.Explain(error);
        }
    }
}
