namespace Granary.Engine.WriteAheadLog;

/// <summary>What became of an append; a closed family.</summary>
public abstract record WalAppendResult
{
    private WalAppendResult()
    {
    }

    /// <summary>The record is durable (with the batch queue on: written, and durable within the interval).</summary>
    public sealed record Appended : WalAppendResult
    {
        /// <summary>The only instance.</summary>
        public static readonly Appended Instance = new();
    }

    /// <summary>A newer epoch of the grain exists: this owner must stop. Nothing was stored.</summary>
    /// <param name="CurrentEpoch">The newer epoch.</param>
    public sealed record Fenced(long CurrentEpoch) : WalAppendResult;

    /// <summary>The log can't be reached, or has too much waiting already. Nothing was stored; later appends may be.</summary>
    /// <param name="Reason">A sentence for a person.</param>
    public sealed record Unavailable(string Reason) : WalAppendResult;

    /// <summary>There is no room. Nothing was stored; later appends may find room.</summary>
    /// <param name="Reason">A sentence for a person.</param>
    public sealed record Refused(string Reason) : WalAppendResult;
}
