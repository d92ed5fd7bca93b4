using Granary.Runtime.Membership;

namespace Granary.Runtime.Messaging;

/// <summary>Takes the calls that other processes send here: what the server of messages calls, once it has read one.</summary>
internal interface IMessageReceiver
{
    /// <summary>
    /// Runs a method on a grain of this silo, activating it when the grain belongs here. Gives Answered, Redirected or
    /// Uncertain; what the grain throws is thrown.
    /// </summary>
    /// <param name="target">The silo that the sender meant; another life than this one is answered Redirected.</param>
    /// <param name="grain">The grain.</param>
    /// <param name="method">The method.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="timeout">How long the call may take from now on; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">The sender has given up.</param>
    Task<MessageOutcome<TResult>> ReceiveAsync<TGrain, TArguments, TResult>(
        SiloAddress target,
        GrainId grain,
        GrainMethod<TGrain, TArguments, TResult> method,
        TArguments arguments,
        TimeSpan timeout,
        CancellationToken cancellationToken)
        where TGrain : class;

    /// <summary>Another silo has released the grain and this one is its place now: activates it, so that its next call needn't wait.</summary>
    /// <param name="target">The silo that the sender meant.</param>
    /// <param name="grain">The grain.</param>
    /// <param name="cancellationToken">The sender has given up; the activation goes on.</param>
    Task ActivateAsync(SiloAddress target, GrainId grain, CancellationToken cancellationToken);
}
