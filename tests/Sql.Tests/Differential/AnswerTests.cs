using Xunit.Abstractions;

namespace Granary.Sql.Tests.Differential;

/// <summary>Every probe is answered as a real PostgreSQL 15 answered it (eng/record-postgres-answers), or refused with 0A000.</summary>
public sealed class AnswerTests(ProbeRunner runner, ITestOutputHelper output) : IClassFixture<ProbeRunner>
{
    [Fact]
    public async Task All_answers_agree_with_PostgreSQL()
    {
        var wrong = new List<string>();
        var refused = 0;
        foreach (var expected in Answer.ReadAll("answers.jsonl"))
        {
            Answer actual;
            try
            {
                actual = await runner.AskAsync(expected.Sql);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                wrong.Add($"CRASH {expected.Sql}\n   {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Sql"))?.Trim()}");
                continue;
            }
            if (actual.State == "0A000" && expected.State != "0A000")
            {
                refused++;
                output.WriteLine($"refused {expected.Sql}\n   {actual.Message}");
            }
            else if (expected.Difference(actual) is { } difference) wrong.Add($"{expected.Sql}\n   {difference}\n   {runner.Text(expected.Sql)}");
        }
        foreach (var line in wrong) output.WriteLine("WRONG " + line);
        output.WriteLine($"{wrong.Count} wrong, {refused} refused");
        Assert.Empty(wrong);
        Assert.InRange(refused, 0, 10);
    }
}
