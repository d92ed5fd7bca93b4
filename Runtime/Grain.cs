using Granary.Runtime.Timers;

namespace Granary.Runtime;

/// <summary>
/// The base of all grains. Every method, timer and hook runs as a turn of the activation: one at a time, interleaved only where
/// a turn awaits. Never use <c>ConfigureAwait(false)</c> or <c>Task.Run</c> in a grain: both leave the turn.
/// </summary>
/// <param name="context">The activation.</param>
public abstract class Grain(IGrainContext context)
{
    /// <summary>The activation that this object lives in.</summary>
    protected IGrainContext GrainContext { get; } = context;

    /// <summary>Runs before the first call. When it throws, all waiting callers get the error and the next call tries again.</summary>
    /// <param name="cancellationToken">Cancelled when activation takes too long or the silo stops.</param>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last call has ended. Errors are logged and change nothing.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancelled when the silo can't wait any longer.</param>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Runs as a turn, beside calls, when the grain is about to move to another silo: what is written down now need not be
    /// written while callers wait. False when it should stay here for now. Errors are logged, and it stays.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the silo can't wait any longer.</param>
    public virtual Task<bool> OnMovingAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>Lets the activation end when its running calls have: later calls make a new one.</summary>
    protected void DeactivateOnIdle() => GrainContext.Deactivate(DeactivationReason.ApplicationRequested);

    /// <summary>Runs a callback as turns from now on; see <see cref="GrainTimerOptions"/>. It ends with the activation.</summary>
    /// <param name="callback">What to run; its token is cancelled when the timer is disposed or the activation ends.</param>
    /// <param name="options">When.</param>
    protected IGrainTimer RegisterGrainTimer(Func<CancellationToken, Task> callback, GrainTimerOptions options) =>
        GrainContext.RegisterTimer(callback, options);
}
