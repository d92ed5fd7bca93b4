using System.Text;
using Granary.Engine.DuckDb;
using Granary.Engine.Tests.DuckDb;

namespace Granary.Engine.Tests.Functions;

/// <summary>
/// Compares the functions with answers recorded from PostgreSQL 15. A line of the file has the expression that PostgreSQL was
/// asked, the call of ours, and the answer, as COPY writes them: `:text`, `\N` for NULL, `!state message` for an error.
/// </summary>
public sealed class PostgresAnswersTests : IDisposable
{
    private const int CallsPerStatement = 40;

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("numbers")]
    [InlineData("times")]
    [InlineData("texts")]
    [InlineData("json")]
    public void Functions_answer_as_PostgreSQL_did(string file)
    {
        var cases = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Functions", "Answers", $"{file}.golden")).Select(Read).ToList();
        var wrong = new List<string>();
        foreach (var group in cases.Where(one => !one.Expected.StartsWith('!')).Chunk(CallsPerStatement))
        {
            if (TryAnswers(group) is { } answers) wrong.AddRange(group.Zip(answers).Where(pair => pair.First.Expected != pair.Second).Select(pair => Describe(pair.First, pair.Second)));
            else wrong.AddRange(group.Select(one => (one, Answer(one.Call))).Where(pair => pair.one.Expected != pair.Item2).Select(pair => Describe(pair.one, pair.Item2)));
        }

        wrong.AddRange(cases.Where(one => one.Expected.StartsWith('!')).Select(one => (one, Answer(one.Call))).Where(pair => pair.one.Expected != pair.Item2).Select(pair => Describe(pair.one, pair.Item2)));
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {cases.Count} differ:\n{string.Join('\n', wrong.Take(40))}");
        Assert.True(cases.Count > 50, "the file of answers is cut short");
    }

    private static string Describe(Case one, string answer) => $"{one.Call}\n    PostgreSQL {one.Expected}\n    ours       {answer}";

    private static Case Read(string line)
    {
        var fields = line.Split('\t');
        return new Case(Unescape(fields[1]), fields[2] == "\\N" ? fields[2] : Unescape(fields[2]));
    }

    private List<string>? TryAnswers(IReadOnlyList<Case> cases)
    {
        try
        {
            using var result = _database.Connection.PrepareUncached($"SELECT unnest([{string.Join(", ", cases.Select(one => $"CAST({one.Call} AS VARCHAR)"))}])").Start(CancellationToken.None);
            var answers = new List<string>();
            while (result.Fetch() is { } chunk)
            {
                using (chunk)
                {
                    var column = chunk.Column(0);
                    for (var row = 0; row < chunk.RowCount; row++) answers.Add(column.IsNull(row) ? "\\N" : ":" + Encoding.UTF8.GetString(column.Bytes(row)));
                }
            }

            return answers;
        }
        catch (DuckDbException)
        {
            return null;
        }
    }

    private string Answer(string call)
    {
        try
        {
            return _database.Text($"SELECT CAST({call} AS VARCHAR)") is { } text ? ":" + text : "\\N";
        }
        catch (DuckDbException error)
        {
            var refusal = DuckDbErrors.ToGranary(error);
            return refusal.SqlState is null ? $"!{error.Message}" : $"!{refusal.SqlState} {refusal.Message}";
        }
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\') plain.Append(text[i]);
            else plain.Append(text[++i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'b' => '\b', 'f' => '\f', 'v' => '\v', var other => other });
        }

        return plain.ToString();
    }

    private sealed record Case(string Call, string Expected);
}
