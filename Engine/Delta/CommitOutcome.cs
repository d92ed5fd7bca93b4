namespace Granary.Engine.Delta;

/// <summary>What came of a commit: a closed family.</summary>
internal abstract record CommitOutcome
{
    private CommitOutcome()
    {
    }

    /// <summary>The commit is in the log, once.</summary>
    /// <param name="Snapshot">The table with it.</param>
    public sealed record Committed(DeltaSnapshot Snapshot) : CommitOutcome;

    /// <summary>Another writer has the version: this commit is not in the log and never will be. Redo from the newer snapshot.</summary>
    /// <param name="Newer">The table as it is now.</param>
    public sealed record Conflict(DeltaSnapshot Newer) : CommitOutcome;

    /// <summary>
    /// Not known: the commit may be in the log or may still get there. Commit the same <see cref="PreparedCommit"/> again, or read
    /// the log anew before its segments are touched: until then they must not be deleted.
    /// </summary>
    /// <param name="Reason">A sentence for the log.</param>
    public sealed record Retryable(string Reason) : CommitOutcome;
}
