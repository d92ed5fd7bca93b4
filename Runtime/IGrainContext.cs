using Granary.Runtime.Timers;

namespace Granary.Runtime;

/// <summary>What a grain may know and ask of its activation.</summary>
public interface IGrainContext
{
    /// <summary>The grain.</summary>
    GrainId GrainId { get; }

    /// <summary>The fencing token of this ownership: rises each time that the grain gets a new owner.</summary>
    long Epoch { get; }

    /// <summary>Queues the end of the activation: no new calls, then the running ones end, then the hook runs.</summary>
    /// <param name="reason">Why.</param>
    void Deactivate(DeactivationReason reason);

    /// <summary>Starts a timer whose callbacks are turns.</summary>
    /// <param name="callback">What to run.</param>
    /// <param name="options">When.</param>
    IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerOptions options);
}
