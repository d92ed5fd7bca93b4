namespace Granary.Runtime;

/// <summary>Finds a grain's activation, wherever it is, and calls it.</summary>
public interface IGrainCaller
{
    /// <summary>
    /// Runs a method as a turn of the grain, activating it first when it isn't active. Throws what the method or the activation
    /// threw; <c>Exhausted</c> when the activation's queue is full; <c>Unavailable</c> when the deadline passes, after which the
    /// method may still take effect.
    /// </summary>
    /// <param name="grain">The grain.</param>
    /// <param name="method">The method.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Handed to the method, and ends waiting for its turn.</param>
    Task<TResult> CallAsync<TGrain, TArguments, TResult>(
        GrainId grain, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, CancellationToken cancellationToken)
        where TGrain : class;
}
