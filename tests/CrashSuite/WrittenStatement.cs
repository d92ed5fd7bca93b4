namespace Granary.CrashSuite;

/// <summary>One statement's rows in one project: what the ledger expects to find.</summary>
/// <param name="Key">Unique in the run; stored in every row's `context___trace_id`.</param>
/// <param name="Project">The project.</param>
/// <param name="Rows">The rows in that project.</param>
internal sealed record WrittenStatement(string Key, string Project, int Rows)
{
    public Outcome Outcome { get; set; } = Outcome.Unknown;
}
