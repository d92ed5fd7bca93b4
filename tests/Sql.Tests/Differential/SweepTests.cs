using Xunit.Abstractions;

namespace Granary.Sql.Tests.Differential;

/// <summary>
/// Some two thousand expressions over columns of every type, with NULLs, extremes and empty texts: each is answered as a real
/// PostgreSQL 15 answered it (Data/sweep.sql, eng/record-postgres-answers), or refused with 0A000.
/// </summary>
public sealed class SweepTests(ProbeRunner runner, ITestOutputHelper output) : IClassFixture<ProbeRunner>
{
    /// <summary>How many expressions are refused today; fewer is progress, more is a loss.</summary>
    private const int MostRefused = 198;

    [Fact]
    public async Task No_expression_is_answered_differently_from_PostgreSQL()
    {
        var wrong = new List<string>();
        var refused = 0;
        foreach (var expected in Answer.ReadAll("sweep.jsonl"))
        {
            var actual = await runner.AskAsync(expected.Sql);
            if (actual.State == "0A000" && expected.State != "0A000")
            {
                refused++;
                output.WriteLine($"refused {expected.Sql}\n   {actual.Message}");
            }
            else if (expected.Difference(actual) is { } difference) wrong.Add($"{expected.Sql}\n   {difference}");
        }

        foreach (var line in wrong) output.WriteLine("WRONG " + line);
        output.WriteLine($"{wrong.Count} wrong, {refused} refused");
        Assert.Empty(wrong);
        Assert.InRange(refused, 0, MostRefused);
    }
}
