using Granary.Grains.Interfaces.Errors;

namespace Granary.Runtime;

/// <summary>How far the search for a silo that runs one call has come: its tries and its time are bounded.</summary>
internal sealed class Route(GrainId grain, TimeSpan deadline, TimeSpan limit, TimeProvider time)
{
    /// <summary>More than any change of owners takes: who is sent around longer is sent around in a circle.</summary>
    private const int MaxTries = 100;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly long _started = time.GetTimestamp();
    private int _tries;

    /// <summary>What the call itself may still take.</summary>
    public TimeSpan Left => deadline == Timeout.InfiniteTimeSpan ? deadline : Max(deadline - time.GetElapsedTime(_started), TimeSpan.Zero);

    /// <summary>How long it has taken so far.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>A try didn't lead to the grain: waits before the next, the first time not at all, or gives up.</summary>
    /// <param name="why">For the caller, if this was the last try.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task TryAgainAsync(string why, CancellationToken cancellationToken)
    {
        if (++_tries >= MaxTries || Elapsed >= limit || Left == TimeSpan.Zero) throw GaveUp(why);
        if (_tries == 1) return;
        var pause = FirstPause * Math.Pow(2, Math.Min(_tries - 2, 10));
        await Task.Delay(pause < LongestPause ? pause : LongestPause, time, cancellationToken);
    }

    private GranaryException GaveUp(string why) =>
        new(ErrorKind.Unavailable, SqlState.CannotConnectNow, $"{grain} could not be called in {_tries} tries and {Elapsed.TotalSeconds:F1} s: {why}")
        {
            Hint = "Nothing was done. Try again; see /status for the silos of the cluster.",
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
