using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Activations;
using Granary.Runtime.Directory;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;
using Granary.Runtime.Placement;

namespace Granary.Runtime;

/// <summary>
/// Runs calls on this silo's own grains, whoever makes them:
/// 1. an activation here runs it; one that ends is awaited, since the grain may have another place afterwards;
/// 2. a grain that belongs here is activated, which takes it, or finds who has it;
/// 3. anything else is answered with where to go.
/// </summary>
internal sealed class LocalCalls(
    ActivationCatalog catalog, IGrainDirectory directory, GrainPlacement placement, IMembership membership) : IMessageReceiver
{
    public Task<MessageOutcome<TResult>> ReceiveAsync<TGrain, TArguments, TResult>(
        SiloAddress target,
        GrainId grain,
        GrainMethod<TGrain, TArguments, TResult> method,
        TArguments arguments,
        TimeSpan timeout,
        CancellationToken cancellationToken)
        where TGrain : class =>
        target == membership.Local
            ? RunAsync(grain, method, arguments, timeout, cancellationToken)
            : Task.FromResult<MessageOutcome<TResult>>(new MessageOutcome<TResult>.Redirected(null));

    public async Task ActivateAsync(SiloAddress target, GrainId grain, CancellationToken cancellationToken)
    {
        if (target != membership.Local || placement.PlaceOf(grain) != target) return;
        var activation = catalog.GetOrAdd(grain);
        if (!activation.TryEnter()) return;
        await ActivatedAsync(activation, cancellationToken);
        activation.Leave();
    }

    /// <summary>Runs the method here, or says where it can be run. Throws what the grain throws.</summary>
    public async Task<MessageOutcome<TResult>> RunAsync<TGrain, TArguments, TResult>(
        GrainId grain, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, TimeSpan timeout, CancellationToken cancellationToken)
        where TGrain : class
    {
        try
        {
            while (true)
            {
                if (catalog.Find(grain) is not { } activation)
                {
                    if (await ElsewhereAsync(grain, cancellationToken) is { } elsewhere) return new MessageOutcome<TResult>.Redirected(elsewhere);
                    if (IsRefused(method)) return new MessageOutcome<TResult>.Uncertain();
                    activation = catalog.GetOrAdd(grain);
                }
                if (IsRefused(method)) return new MessageOutcome<TResult>.Uncertain();
                if (!activation.TryEnter())
                {
                    await activation.Gone.WaitAsync(cancellationToken);
                    continue;
                }
                await ActivatedAsync(activation, cancellationToken);
                var result = await Start(activation, method, arguments, timeout, cancellationToken);
                return new MessageOutcome<TResult>.Answered(result, method.IsReadOnly && !membership.IsCertain);
            }
        }
        catch (GranaryException fenced) when (fenced.Kind == ErrorKind.Fenced)
        {
            return new MessageOutcome<TResult>.Redirected(await NewOwnerAsync(grain, cancellationToken));
        }
    }

    /// <summary>Starts a call on an activation that it has entered.</summary>
    public static Task<TResult> Start<TGrain, TArguments, TResult>(
        Activation activation,
        GrainMethod<TGrain, TArguments, TResult> method,
        TArguments arguments,
        TimeSpan timeout,
        CancellationToken cancellationToken)
        where TGrain : class =>
        new Invocation<TGrain, TArguments, TResult>(activation, method, arguments, cancellationToken).Start(timeout);

    private bool IsRefused<TGrain, TArguments, TResult>(GrainMethod<TGrain, TArguments, TResult> method)
        where TGrain : class => !method.IsReadOnly && !membership.IsCertain;

    /// <summary>Where the grain is to be called when not here. A grain whose place this silo is may be taken without asking: taking finds an owner.</summary>
    private async Task<GrainAddress?> ElsewhereAsync(GrainId grain, CancellationToken cancellationToken)
    {
        var local = membership.Local;
        var place = placement.PlaceOf(grain);
        if (place == local) return null;
        try
        {
            // Asked anew: what is remembered here may be what the sender was told by the silo that it names.
            if (await directory.ReadAsync(grain, cancellationToken) is { } owner) return owner.Silo == local ? null : owner;
        }
        catch (GranaryException away) when (away.Kind == ErrorKind.Unavailable)
        {
            // Its place may have it; from here nothing can be said.
        }
        return new GrainAddress(grain, place, GrainAddress.NotTaken);
    }

    private async Task<GrainAddress?> NewOwnerAsync(GrainId grain, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.ReadAsync(grain, cancellationToken) is { } owner && owner.Silo != membership.Local ? owner : null;
        }
        catch (GranaryException away) when (away.Kind == ErrorKind.Unavailable)
        {
            return null;
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
}
