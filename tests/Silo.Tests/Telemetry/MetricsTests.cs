using System.Diagnostics;
using System.Text.RegularExpressions;
using Granary.Testing;
using Granary.Testing.Processes;

namespace Granary.Silo.Tests.Telemetry;

public sealed partial class MetricsTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Metrics_are_in_Prometheus_form_and_count_what_was_done()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        await ProgramRun.PsqlAsync(
            granary, "insert into otel_logs_and_spans (name, id, project_id, timestamp) values ('n', 'i', 'p', now()), ('n', 'j', 'p', now())", "select count(*) from otel_logs_and_spans");
        using var http = new HttpClient { BaseAddress = granary.HttpAddress };
        var answer = await http.GetAsync("metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var text = await answer.Content.ReadAsStringAsync();

        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var typed = new HashSet<string>();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            Assert.Matches(Line(), line);
            if (line.StartsWith("# TYPE", StringComparison.Ordinal)) Assert.True(typed.Add(line.Split(' ')[2]), $"Two types: {line}");
        }
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations.md"));
        Assert.All(typed.Where(name => name.StartsWith("granary_", StringComparison.Ordinal)), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
        Assert.Equal(2, Value(text, "granary_appended_rows_total"));
        Assert.True(Value(text, "granary_wal_bytes") > 0);
        foreach (var name in (string[])["granary_flush_duration_seconds", "granary_gateway_connections", "granary_gateway_statement_duration_seconds", "granary_grain_active", "dotnet_process_memory_working_set_bytes"])
            Assert.Contains(text.Split('\n'), line => line.StartsWith($"# TYPE {name} ", StringComparison.Ordinal) || line.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Status_counts_its_uptime_from_the_start_and_not_from_the_first_who_asks()
    {
        var started = Stopwatch.GetTimestamp();
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        var ready = Stopwatch.GetTimestamp();
        await ProgramRun.PsqlAsync(granary, "select 1");
        var least = Stopwatch.GetElapsedTime(ready);
        using var http = new HttpClient { BaseAddress = granary.HttpAddress };
        using var status = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync("status"));
        Assert.InRange(status.RootElement.GetProperty("uptimeSeconds").GetDouble(), least.TotalSeconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    [Fact]
    public async Task Status_tells_of_the_tables()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        await ProgramRun.PsqlAsync(granary, "insert into otel_logs_and_spans (name, id, project_id, timestamp) values ('n', 'i', 'p', now())");
        using var http = new HttpClient { BaseAddress = granary.HttpAddress };
        using var status = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync("status"));
        Assert.Equal("ready", status.RootElement.GetProperty("stage").GetString());
        Assert.Equal(1, status.RootElement.GetProperty("projectCount").GetInt32());
        var table = Assert.Single(status.RootElement.GetProperty("tables").EnumerateArray());
        Assert.Equal("p", table.GetProperty("project").GetString());
        Assert.Equal("otel_logs_and_spans", table.GetProperty("table").GetString());
    }

    private static double Value(string metrics, string name)
    {
        var line = metrics.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..]);
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .+|[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\[\\"n])*",?)+\})? (\+Inf|-Inf|NaN|-?[0-9.E+-]+))$""")]
    private static partial Regex Line();
}
