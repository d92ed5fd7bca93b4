using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime.Directory;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging.Codecs;
using Granary.Runtime.Messaging.Protocol;
using Granary.Runtime.Placement;

namespace Granary.Runtime.Messaging;

/// <summary>
/// Runs a statement on the silo that holds most of its tables, and streams its rows from there. A silo that can't be reached, or is
/// lost before the first answer, is passed over: a read may be made twice. Once rows have come, its loss is the statement's error.
/// </summary>
internal sealed class RoutedQueryService(
    MessageClient client,
    IMembership membership,
    IGrainDirectory directory,
    IPlacementDirector placement,
    GrainTypeRegistry types,
    TimeProvider time,
    LocalQueries? local = null) : IQueryService
{
    /// <summary>Tables that are asked for their owner; of a statement with more, these stand for all.</summary>
    private const int MaxVoters = 32;

    /// <summary>How long silos are looked for: longer than it takes to declare one dead and to start another.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AnswerSlack = TimeSpan.FromSeconds(5);

    private int _turn;

    public async Task<IQueryResult> ExecuteAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = time.GetTimestamp();
        var avoided = new HashSet<SiloAddress>();
        var reason = "no silo is alive";
        do
        {
            if (await ChooseAsync(request, avoided, cancellationToken) is not { } silo)
            {
                // a silo that was passed over may be back, or another may have come
                avoided.Clear();
                await Task.Delay(Pause, time, cancellationToken);
                continue;
            }
            if (silo == membership.Local && local is not null) return await local.Service.ExecuteAsync(request, cancellationToken);
            switch (await SendAsync(silo, request, cancellationToken))
            {
                case Delivery.Answered answered:
                    return Open(request, silo, answered.Answer);
                case Delivery.Unreachable unreachable:
                    reason = unreachable.Reason;
                    break;
                case Delivery.Lost lost:
                    reason = lost.Reason;
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
            avoided.Add(silo);
        }
        while (time.GetElapsedTime(started) < Patience);
        throw new GranaryException(ErrorKind.Unavailable, SqlState.CannotConnectNow, $"no silo could run the statement: {reason}") { RetryAfter = TimeSpan.FromSeconds(1) };
    }

    private Task<Delivery> SendAsync(SiloAddress silo, QueryRequest request, CancellationToken cancellationToken)
    {
        var (message, batches) = QueryCodec.Write(request);
        // the silo itself ends the statement in time; this only notices that it doesn't answer
        var timeout = request.Timeout > TimeSpan.Zero ? request.Timeout + AnswerSlack : Timeout.InfiniteTimeSpan;
        return client.SendAsync(silo, new RequestMessage { Query = message }, batches, timeout, cancellationToken);
    }

    private static RemoteQueryResult Open(QueryRequest request, SiloAddress silo, MessageAnswer answer)
    {
        switch (answer.Head.OutcomeCase)
        {
            case AnswerMessage.OutcomeOneofCase.Result:
                return new RemoteQueryResult(request, silo.Endpoint, answer);
            case AnswerMessage.OutcomeOneofCase.Error:
                using (answer) throw ErrorCodec.Read(answer.Head.Error);
            default:
                using (answer) throw MessageErrors.Unreadable("a statement's answer begins with something that is not known here");
        }
    }

    private async ValueTask<SiloAddress?> ChooseAsync(QueryRequest request, HashSet<SiloAddress> avoided, CancellationToken cancellationToken)
    {
        var silos = membership.LiveSilos.Where(silo => !avoided.Contains(silo)).ToList();
        if (silos.Count == 0) return null;
        var votes = new Dictionary<SiloAddress, int>();
        foreach (var grain in Tables(request).Take(MaxVoters))
        {
            var owner = await OwnerAsync(grain, silos, cancellationToken);
            if (silos.Contains(owner)) votes[owner] = votes.GetValueOrDefault(owner) + 1;
        }
        return votes.Count > 0
            ? votes.MaxBy(vote => vote.Value).Key
            : silos[(int)((uint)Interlocked.Increment(ref _turn) % (uint)silos.Count)];
    }

    private async ValueTask<SiloAddress> OwnerAsync(GrainId grain, List<SiloAddress> silos, CancellationToken cancellationToken)
    {
        try
        {
            if (await directory.LookupAsync(grain, cancellationToken) is { } owner) return owner.Silo;
        }
        catch (GranaryException error) when (error.Kind == ErrorKind.Unavailable)
        {
            // only a wish: the silo asked will find the owner
        }
        return placement.Place(types.ForName(grain.Type).Placement, grain, silos);
    }

    private static IEnumerable<GrainId> Tables(QueryRequest request) =>
        from source in request.Scans.OfType<ScanSource.Table>()
        where source.Projects is ProjectSelection.Only
        from project in ((ProjectSelection.Only)source.Projects).Projects
        select new GrainId(References.TableGrainReference.GrainTypeName, new TableId(project, source.TableName).GrainKey);
}
