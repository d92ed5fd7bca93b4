using System.Collections.Concurrent;

namespace Granary.CrashSuite;

/// <summary>Everything that was sent, and what its clients were told.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<(string Key, string Project), WrittenStatement> _statements = new();

    public int Count => _statements.Count;

    public long AcknowledgedRows => _statements.Values.Where(statement => statement.Outcome == Outcome.Acknowledged).Sum(statement => (long)statement.Rows);

    public int CountOf(Outcome outcome) => _statements.Values.Count(statement => statement.Outcome == outcome);

    public long ToldRefused => _statements.Values.Count(statement => statement.Told == Outcome.Refused);

    public long ToldUnknown => _statements.Values.Count(statement => statement.Told == Outcome.Unknown);

    public void Add(WrittenStatement statement) => _statements[(statement.Key, statement.Project)] = statement;

    /// <summary>Compares the rows found (key, project, rows, distinct ids) with what was acknowledged; throws at the first violation.</summary>
    public void Compare(IEnumerable<FoundRows> found, string where)
    {
        var seen = found.ToDictionary(rows => (rows.Key, rows.Project));
        foreach (var rows in seen.Values)
        {
            if (!_statements.TryGetValue((rows.Key, rows.Project), out var statement)) throw Violation(where, $"rows of {rows.Key} in {rows.Project} that nobody wrote");
            if (rows.Rows != rows.DistinctIds) throw Violation(where, $"{rows.Key} in {rows.Project} ({statement.Outcome}): {rows.Rows} rows, {rows.DistinctIds} distinct");
            if (rows.Rows != statement.Rows) throw Violation(where, $"{rows.Key} in {rows.Project} ({statement.Outcome}): {rows.Rows} of {statement.Rows} rows");
            if (statement.Outcome == Outcome.Refused) throw Violation(where, $"{rows.Key} in {rows.Project} was refused and is there");
        }

        foreach (var statement in _statements.Values.Where(statement => statement.Outcome == Outcome.Acknowledged))
            if (!seen.ContainsKey((statement.Key, statement.Project))) throw Violation(where, $"{statement.Key} in {statement.Project} was acknowledged ({statement.Rows} rows) and is lost");
    }

    /// <summary>After a restart the fate of every statement is known: what is there stays, what isn't never comes, but for a load's late commit.</summary>
    public void Settle(IEnumerable<FoundRows> found)
    {
        var seen = found.Select(rows => (rows.Key, rows.Project)).ToHashSet();
        foreach (var statement in _statements.Values.Where(statement => statement.Outcome == Outcome.Unknown))
        {
            if (seen.Contains((statement.Key, statement.Project))) statement.Outcome = Outcome.Acknowledged;
            else if (!statement.MayComeLate) statement.Outcome = Outcome.Refused;
        }
    }

    /// <summary>Compares a part of the rows, such as those flushed so far: whole statements or parts not flushed, nothing twice, nothing refused.</summary>
    public void CompareNothingForeign(IEnumerable<FoundRows> found)
    {
        foreach (var rows in found)
        {
            if (!_statements.TryGetValue((rows.Key, rows.Project), out var statement)) throw Violation("in the segments", $"rows of {rows.Key} in {rows.Project} that nobody wrote");
            if (rows.Rows != rows.DistinctIds) throw Violation("in the segments", $"{rows.Key} in {rows.Project}: {rows.Rows} rows, {rows.DistinctIds} distinct");
            if (rows.Rows > statement.Rows || statement.Outcome == Outcome.Refused) throw Violation("in the segments", $"{rows.Key} in {rows.Project} ({statement.Outcome}): {rows.Rows} rows");
        }
    }

    private static InvalidOperationException Violation(string where, string what) => new($"VIOLATION ({where}): {what}");
}
