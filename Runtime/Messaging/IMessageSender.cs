using Granary.Runtime.Membership;

namespace Granary.Runtime.Messaging;

/// <summary>
/// Sends calls to other processes of the cluster. It sends once and says what became of it: where to go next, and whether to
/// repeat, is the caller's business (<see cref="GrainCaller"/>). All members are safe for concurrent use.
/// </summary>
internal interface IMessageSender
{
    /// <summary>
    /// Runs a method on a grain of another silo, which activates it when it belongs there. What the grain or its activation
    /// throws is thrown here as the same <c>GranaryException</c>; everything between the processes is an outcome.
    /// </summary>
    /// <param name="silo">Where to; another life at the same endpoint answers <see cref="MessageOutcome{TResult}.Redirected"/>.</param>
    /// <param name="grain">The grain.</param>
    /// <param name="method">The method.</param>
    /// <param name="arguments">Its arguments; still the caller's, which may send them again after an outcome that allows it.</param>
    /// <param name="timeout">How long the call may take from now on, the answer included; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. When it passes, the outcome is Lost.</param>
    /// <param name="cancellationToken">Gives up, and cancels the call over there.</param>
    Task<MessageOutcome<TResult>> SendAsync<TGrain, TArguments, TResult>(
        SiloAddress silo,
        GrainId grain,
        GrainMethod<TGrain, TArguments, TResult> method,
        TArguments arguments,
        TimeSpan timeout,
        CancellationToken cancellationToken)
        where TGrain : class;

    /// <summary>Asks a silo to activate a grain that was released for it: see <see cref="IMessageReceiver.ActivateAsync"/>. A hint: what goes wrong is told to nobody.</summary>
    /// <param name="silo">The grain's new place.</param>
    /// <param name="grain">The grain.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task ActivateAsync(SiloAddress silo, GrainId grain, CancellationToken cancellationToken);
}
