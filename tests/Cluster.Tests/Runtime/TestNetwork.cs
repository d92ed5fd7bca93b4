using System.Collections.Concurrent;
using Granary.Runtime;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;

namespace Granary.Cluster.Tests.Runtime;

/// <summary>Carries calls between the silos of a test, in memory, and fails as the test says.</summary>
internal sealed class TestNetwork : IMessageSender
{
    private readonly ConcurrentDictionary<string, IMessageReceiver> _receivers = new();

    /// <summary>Endpoints that nobody reaches.</summary>
    public ConcurrentDictionary<string, bool> Unreachable { get; } = new();

    /// <summary>Endpoints that run calls and whose answers get lost.</summary>
    public ConcurrentDictionary<string, bool> Losing { get; } = new();

    public void Attach(string endpoint, IMessageReceiver receiver) => _receivers[endpoint] = receiver;

    public void Detach(string endpoint) => _receivers.TryRemove(endpoint, out _);

    public async Task<MessageOutcome<TResult>> SendAsync<TGrain, TArguments, TResult>(
        SiloAddress silo, GrainId grain, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, TimeSpan timeout, CancellationToken cancellationToken)
        where TGrain : class
    {
        await Task.Yield();
        if (Unreachable.ContainsKey(silo.Endpoint) || !_receivers.TryGetValue(silo.Endpoint, out var receiver))
        {
            return new MessageOutcome<TResult>.Unreachable($"silo {silo} can't be reached: Connection refused");
        }
        var outcome = await receiver.ReceiveAsync(silo, grain, method, arguments, timeout, cancellationToken);
        return Losing.ContainsKey(silo.Endpoint) ? new MessageOutcome<TResult>.Lost($"silo {silo} did not answer") : outcome;
    }

    public async Task ActivateAsync(SiloAddress silo, GrainId grain, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (!Unreachable.ContainsKey(silo.Endpoint) && _receivers.TryGetValue(silo.Endpoint, out var receiver)) await receiver.ActivateAsync(silo, grain, cancellationToken);
    }
}
