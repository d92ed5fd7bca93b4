namespace Granary.Engine.WriteAheadLog;

/// <summary>What became of the opening of a grain; a closed family.</summary>
public abstract record WalAcquireResult
{
    private WalAcquireResult()
    {
    }

    /// <summary>The caller is the grain's owner in this log.</summary>
    /// <param name="LastSequence">The highest sequence of the grain that the log knows of, or 0: the owner goes on behind it.</param>
    public sealed record Acquired(long LastSequence) : WalAcquireResult;

    /// <summary>A newer epoch of the grain exists: the caller has lost it already.</summary>
    /// <param name="CurrentEpoch">The newer epoch.</param>
    public sealed record Fenced(long CurrentEpoch) : WalAcquireResult;
}
