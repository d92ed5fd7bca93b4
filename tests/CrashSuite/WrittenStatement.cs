namespace Granary.CrashSuite;

/// <summary>One statement's rows in one project: what the ledger expects to find.</summary>
/// <param name="Key">Unique in the run; stored in every row's `context___trace_id`.</param>
/// <param name="Project">The project.</param>
/// <param name="Rows">The rows in that project.</param>
internal sealed record WrittenStatement(string Key, string Project, int Rows)
{
    /// <summary>
    /// Whether it is a load, whose commit may lie in a stopped part of the store and arrive there after the process that sent it
    /// has died. Everything else is in the log or isn't.
    /// </summary>
    public bool MayComeLate { get; init; }

    /// <summary>What is known of it; settled by what is found after the next restart when nobody could tell.</summary>
    public Outcome Outcome { get; set; } = Outcome.Unknown;

    /// <summary>What the server's answer said; null when none came.</summary>
    public Outcome? Told { get; private set; }

    /// <summary>The server has answered.</summary>
    public void Tell(Outcome outcome) => (Outcome, Told) = (outcome, outcome);
}
