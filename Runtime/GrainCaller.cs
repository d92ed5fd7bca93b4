using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Activations;
using Granary.Runtime.Directory;
using Granary.Runtime.Membership;
using Granary.Runtime.Placement;
using Microsoft.Extensions.Options;

namespace Granary.Runtime;

/// <summary>Routes calls: to an activation here at once, else to where the directory, or placement, says that the grain belongs.</summary>
internal sealed class GrainCaller(
    ActivationCatalog catalog,
    GrainTypeRegistry types,
    IGrainDirectory directory,
    IPlacementDirector placement,
    IMembership membership,
    IOptions<RuntimeOptions> options) : IGrainCaller
{
    private readonly TimeSpan _callTimeout = options.Value.CallTimeout;

    public Task<TResult> CallAsync<TGrain, TArguments, TResult>(
        GrainId grain, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, CancellationToken cancellationToken)
        where TGrain : class
    {
        try
        {
            if (catalog.TryGet(grain, out var activation) && activation.TryEnter())
            {
                return Start(activation, method, arguments, cancellationToken);
            }
        }
        catch (GranaryException refused)
        {
            return Task.FromException<TResult>(refused);
        }
        return LocateAndCallAsync(grain, method, arguments, cancellationToken);
    }

    private async Task<TResult> LocateAndCallAsync<TGrain, TArguments, TResult>(
        GrainId grain, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, CancellationToken cancellationToken)
        where TGrain : class
    {
        while (true)
        {
            var owner = (await directory.LookupAsync(grain, cancellationToken))?.Silo
                ?? placement.Place(types.ForName(grain.Type).Placement, grain, membership.LiveSilos);
            if (owner != membership.Local)
            {
                throw new GranaryException(ErrorKind.Unavailable, $"{grain} belongs to silo {owner}, which can't be reached from here");
            }
            var activation = catalog.GetOrAdd(grain);
            if (!activation.TryEnter())
            {
                // It is ending: wait until it is gone, then begin anew.
                await activation.Gone.WaitAsync(cancellationToken);
                continue;
            }
            await ActivatedAsync(activation, cancellationToken);
            return await Start(activation, method, arguments, cancellationToken);
        }
    }

    private static async Task ActivatedAsync(Activation activation, CancellationToken cancellationToken)
    {
        try
        {
            await activation.ActivateAsync().WaitAsync(cancellationToken);
        }
        catch
        {
            activation.Leave();
            throw;
        }
    }

    private Task<TResult> Start<TGrain, TArguments, TResult>(
        Activation activation, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, CancellationToken cancellationToken)
        where TGrain : class =>
        new Invocation<TGrain, TArguments, TResult>(activation, method, arguments, cancellationToken).Start(method.Deadline ?? _callTimeout);
}
