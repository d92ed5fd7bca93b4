using System.Net.Sockets;
using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Activations;
using Granary.Runtime.ConfigurationDatabase;
using Granary.Runtime.Membership;
using Granary.Runtime.Placement;
using Microsoft.Extensions.Options;

namespace Granary.Runtime;

/// <summary>
/// The runtime of a process in a cluster. It leaves so: it gets no more grains; hands over those it has, to be called where they
/// are next; ends what is left; and then its row.
/// </summary>
internal sealed class ClusterRuntime : IActorRuntime, IClusterMember
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private readonly ClusterDatabase _database;
    private readonly ClusterMembership _membership;
    private readonly ClusterMembershipOptions _options;
    private readonly ActorRuntime _local;
    private readonly GrainMover _mover;
    private readonly GrainPlacement _placement;
    private readonly TimeProvider _time;

    public ClusterRuntime(
        ClusterDatabase database,
        ClusterMembership membership,
        IOptions<ClusterMembershipOptions> options,
        ActivationCatalog catalog,
        GrainPlacement placement,
        ActorRuntime local,
        GrainMover mover,
        TimeProvider time)
    {
        (_database, _membership, _options, _local, _mover, _placement, _time) = (database, membership, options.Value, local, mover, placement, time);
        membership.DeclaredDead += catalog.FenceAll;
    }

    public int ActivationCount => _local.ActivationCount;

    public async Task PrepareAsync(IReadOnlyDictionary<string, string> sharedSettings, CancellationToken cancellationToken)
    {
        await new SchemaMigrations(_database, Migration.All).RunAsync(cancellationToken);
        await new ClusterSettings(_database).AgreeAsync(sharedSettings, cancellationToken);
    }

    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        await ProbeAsync(cancellationToken);
        await _membership.JoinAsync(cancellationToken);
        _membership.Start();
        _mover.Start();
    }

    public bool IsPlaceOf(GrainId grain) => _membership.LiveSilos.Count > 0 && _placement.PlaceOf(grain) == _membership.Local;

    public void Start() => _local.Start();

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _membership.LeaveAsync(CancellationToken.None);
        try
        {
            await _mover.HandOverAllAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // No time: the rest ends here, and is taken by those who are called for it.
        }
        await _local.StopAsync(cancellationToken);
        await _membership.EndAsync(CancellationToken.None);
    }

    /// <summary>Connects to the address that others will use: a wrong one is found here, and not by their failing calls.</summary>
    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(ProbeTimeout, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var colon = _options.Endpoint.LastIndexOf(':');
            using var client = new TcpClient();
            await client.ConnectAsync(_options.Endpoint[..colon].Trim('[', ']'), int.Parse(_options.Endpoint.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture), end.Token);
        }
        catch (Exception error) when (error is SocketException || (error is OperationCanceledException && timeout.IsCancellationRequested))
        {
            throw new GranaryException(
                ErrorKind.Invalid,
                $"the address {_options.Endpoint} that this process tells the cluster can't be reached: {(error is SocketException ? error.Message : "no answer")}",
                error)
            {
                Hint = "Set GRANARY_ADVERTISED_HOST to a name or address at which the other processes reach this one.",
            };
        }
    }
}
