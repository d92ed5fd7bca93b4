using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Activations;
using Granary.Runtime.Membership;
using Microsoft.Extensions.Options;

namespace Granary.Runtime;

/// <summary>
/// Makes calls: on an activation here at once, which costs no more than the call itself; else through <see cref="GrainRouter"/>.
/// In a cluster, what ran here is looked at when it ends: a write may have found a newer owner, a read may have outlived this
/// silo's certainty.
/// </summary>
internal sealed class GrainCaller(ActivationCatalog catalog, GrainRouter router, IMembership membership, IOptions<RuntimeOptions> options) : IGrainCaller
{
    private readonly TimeSpan _callTimeout = options.Value.CallTimeout;
    private readonly bool _isAlone = router.IsAlone;

    public Task<TResult> CallAsync<TGrain, TArguments, TResult>(
        GrainId grain, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, CancellationToken cancellationToken)
        where TGrain : class
    {
        try
        {
            if (catalog.TryGet(grain, out var activation)
                && (_isAlone || method.IsReadOnly || membership.IsCertain)
                && activation.TryEnter())
            {
                var call = LocalCalls.Start(activation, method, arguments, method.Deadline ?? _callTimeout, cancellationToken);
                return _isAlone || (call.IsCompletedSuccessfully && membership.IsCertain)
                    ? call
                    : router.FinishAsync(call, grain, method, arguments, cancellationToken);
            }
        }
        catch (GranaryException refused)
        {
            return Task.FromException<TResult>(refused);
        }
        return router.CallAsync(grain, method, arguments, cancellationToken);
    }
}
