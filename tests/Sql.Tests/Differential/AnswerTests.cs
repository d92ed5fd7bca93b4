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
        foreach (var expected in Answer.ReadAll())
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
            else if (Difference(expected, actual) is { } difference) wrong.Add($"{expected.Sql}\n   {difference}\n   {runner.Text(expected.Sql)}");
        }
        foreach (var line in wrong) output.WriteLine("WRONG " + line);
        output.WriteLine($"{wrong.Count} wrong, {refused} refused");
        Assert.Empty(wrong);
        Assert.InRange(refused, 0, 10);
    }

    private static string? Difference(Answer expected, Answer actual)
    {
        if (expected.State != actual.State) return $"state {expected.State} ({expected.Message}) but {actual.State} ({actual.Message})";
        if (expected.State is not null && expected.Position is not null && actual.Position is not null && expected.Position != actual.Position)
            return $"position {expected.Position} but {actual.Position}: {actual.Message}";
        if (!expected.Columns.SequenceEqual(actual.Columns))
            return $"columns {string.Join(' ', expected.Columns)} but {string.Join(' ', actual.Columns)}";
        var (left, right) = (Rows(expected), Rows(actual));
        return left == right ? null : $"rows\n     {left}\n     {right}";
    }

    private static string Rows(Answer answer) => string.Join(" / ", answer.Rows.Select(r => string.Join(" | ", r.Select(v => v ?? "NULL"))));
}
