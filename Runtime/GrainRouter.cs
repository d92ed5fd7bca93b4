using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Directory;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;
using Granary.Runtime.Placement;
using Microsoft.Extensions.Options;

namespace Granary.Runtime;

/// <summary>
/// Finds the silo that has a grain and calls it there: the owner that is remembered, else the one in the directory, else the
/// grain's place. A redirect, a dead end or a silo that doubts itself leads to another try, until the call has run, an answer
/// is lost that must not be asked for twice, or the time is over.
/// </summary>
internal sealed class GrainRouter(
    LocalCalls local,
    IGrainDirectory directory,
    GrainPlacement placement,
    IMembership membership,
    IOptions<RuntimeOptions> options,
    RuntimeInstruments instruments,
    TimeProvider time,
    IMessageSender? sender = null)
{
    private readonly RuntimeOptions _options = options.Value;

    /// <summary>Whether this is the only silo: nobody can have its grains, and nothing needs a second look.</summary>
    public bool IsAlone { get; } = sender is null;

    /// <summary>Calls the grain wherever it is.</summary>
    public async Task<TResult> CallAsync<TGrain, TArguments, TResult>(
        GrainId grain, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, CancellationToken cancellationToken)
        where TGrain : class
    {
        var route = new Route(grain, method.Deadline ?? _options.CallTimeout, _options.RoutingTimeout, time);
        SiloAddress? next = null;
        while (true)
        {
            var silo = next ?? await LocateAsync(grain, route, cancellationToken);
            next = null;
            var outcome = silo == membership.Local
                ? await local.RunAsync(grain, method, arguments, route.Left, cancellationToken)
                : await SendAsync(silo, grain, method, arguments, route, cancellationToken);
            switch (outcome)
            {
                case MessageOutcome<TResult>.Answered answer:
                    next = answer.IsUncertain ? await NewOwnerAsync(grain, silo, cancellationToken) : null;
                    if (next is null)
                    {
                        // Without an epoch it is a guess, that the next redirect replaces; but one that needs no PostgreSQL.
                        if (silo != membership.Local) directory.Learn(new GrainAddress(grain, silo, GrainAddress.NotTaken));
                        return answer.Result;
                    }
                    await route.TryAgainAsync($"{silo} has lost it", cancellationToken);
                    break;
                case MessageOutcome<TResult>.Redirected redirect:
                    next = await FollowAsync(grain, redirect.Owner, cancellationToken);
                    await route.TryAgainAsync($"{silo} doesn't have it{(redirect.Owner is null ? "" : $" and names {redirect.Owner.Silo}")}", cancellationToken);
                    break;
                case MessageOutcome<TResult>.Uncertain:
                    if (route.Elapsed >= _options.UncertaintyPatience && silo == membership.Local) throw Uncertain(silo);
                    await AskAgainAsync(grain, cancellationToken);
                    await route.TryAgainAsync($"{silo} can't tell whether it is alive to the cluster", cancellationToken);
                    break;
                case MessageOutcome<TResult>.Unreachable failure:
                    await AskAgainAsync(grain, cancellationToken);
                    await route.TryAgainAsync(failure.Reason, cancellationToken);
                    break;
                case MessageOutcome<TResult>.Lost failure:
                    if (!method.MayRepeat(arguments)) throw Lost(grain, method.Name, method.IsWrite, failure.Reason);
                    await AskAgainAsync(grain, cancellationToken);
                    await route.TryAgainAsync(failure.Reason, cancellationToken);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    /// <summary>Ends a call that was started on a local activation: another owner, found by its write or after its read, leads elsewhere.</summary>
    public async Task<TResult> FinishAsync<TGrain, TArguments, TResult>(
        Task<TResult> call, GrainId grain, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, CancellationToken cancellationToken)
        where TGrain : class
    {
        var here = membership.Local;
        try
        {
            var result = await call;
            // Looked at when the call has ended: while the silo was certain nobody else had the grain.
            if (!method.IsReadOnly || membership.IsCertain || await NewOwnerAsync(grain, here, cancellationToken) is null) return result;
        }
        catch (GranaryException fenced) when (fenced.Kind == ErrorKind.Fenced)
        {
            await AskAgainAsync(grain, cancellationToken);
        }
        return await CallAsync(grain, method, arguments, cancellationToken);
    }

    private async Task<SiloAddress> LocateAsync(GrainId grain, Route route, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return (await directory.LookupAsync(grain, cancellationToken))?.Silo ?? placement.PlaceOf(grain);
            }
            catch (GranaryException away) when (away.Kind == ErrorKind.Unavailable)
            {
                await route.TryAgainAsync(away.Message, cancellationToken);
            }
        }
    }

    private Task<MessageOutcome<TResult>> SendAsync<TGrain, TArguments, TResult>(
        SiloAddress silo,
        GrainId grain,
        GrainMethod<TGrain, TArguments, TResult> method,
        TArguments arguments,
        Route route,
        CancellationToken cancellationToken)
        where TGrain : class =>
        sender is null
            ? throw new GranaryException(ErrorKind.Unavailable, $"{grain} belongs to silo {silo}, which can't be reached from here")
            : sender.SendAsync(silo, grain, method, arguments, route.Left, cancellationToken);

    /// <summary>An uncertain silo has answered a read: who else has the grain, by PostgreSQL; null when nobody has, or nobody can say.</summary>
    private async Task<SiloAddress?> NewOwnerAsync(GrainId grain, SiloAddress answered, CancellationToken cancellationToken)
    {
        try
        {
            var owner = await directory.ReadAsync(grain, cancellationToken);
            return owner is null || owner.Silo == answered ? null : owner.Silo;
        }
        catch (GranaryException away) when (away.Kind == ErrorKind.Unavailable)
        {
            instruments.AnsweredUncertain();
            CallWarnings.Add("a part of the answer may be stale: its silo can't reach the configuration database");
            return null;
        }
    }

    private async Task<SiloAddress?> FollowAsync(GrainId grain, GrainAddress? named, CancellationToken cancellationToken)
    {
        if (named is { Epoch: > GrainAddress.NotTaken }) directory.Learn(named);
        else await AskAgainAsync(grain, cancellationToken);
        return named?.Silo;
    }

    /// <summary>Asks PostgreSQL again who has the grain. When that can't say, what is remembered is all there is.</summary>
    private async Task AskAgainAsync(GrainId grain, CancellationToken cancellationToken)
    {
        try
        {
            await directory.ReadAsync(grain, cancellationToken);
        }
        catch (GranaryException away) when (away.Kind == ErrorKind.Unavailable)
        {
            // The next try says whether it matters.
        }
    }

    private static GranaryException Uncertain(SiloAddress silo) =>
        new(ErrorKind.Unavailable, SqlState.CannotConnectNow, $"{silo} can't reach the configuration database, so it takes no writes")
        {
            Hint = "Nothing was written. Writes go on when PostgreSQL is reached again.",
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    private static GranaryException Lost(GrainId grain, string method, bool isWrite, string reason) => isWrite
        ? GranaryException.OutcomeUnknown($"the answer to {method} of {grain} is lost: {reason}")
        : new GranaryException(ErrorKind.Unavailable, $"the answer to {method} of {grain} is lost: {reason}") { RetryAfter = TimeSpan.FromSeconds(1) };
}
