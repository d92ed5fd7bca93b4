using System.Text.Json;
using Xunit.Abstractions;

namespace Granary.Sql.Tests.Differential;

/// <summary>Statements that real clients send to the catalogues, tried whole.</summary>
public sealed class CorpusTests(ProbeRunner runner, ITestOutputHelper output) : IClassFixture<ProbeRunner>
{
    [Fact]
    public async Task Corpus()
    {
        var path = Environment.GetEnvironmentVariable("CORPUS");
        if (path is null) return;
        int ok = 0, total = 0;
        foreach (var line in await File.ReadAllLinesAsync(path))
        {
            using var d = JsonDocument.Parse(line);
            if (d.RootElement.GetProperty("kind").GetString() != "introspection") continue;
            var sql = d.RootElement.GetProperty("sql").GetString()!;
            if (d.RootElement.GetProperty("err").ValueKind != JsonValueKind.Null) continue;
            total++;
            Answer a;
            try { a = await runner.AskAsync(sql); }
            catch (Exception e) { a = new Answer(sql, "CRASH", e.GetType().Name + e.Message + e.StackTrace?.Split('\n').FirstOrDefault(), [], []); }
            if (a.State is null) ok++;
            else output.WriteLine($"{a.State} {a.Message} <<< {d.RootElement.GetProperty("client").GetString()} {sql.Replace('\n', ' ')[..Math.Min(150, sql.Length)]}");
        }
        output.WriteLine($"TOTAL {ok} of {total}");
    }
}
