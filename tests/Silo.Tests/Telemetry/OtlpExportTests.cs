using System.Collections.Concurrent;
using System.Text;
using Granary.Testing;
using Granary.Testing.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Granary.Silo.Tests.Telemetry;

/// <summary>Granary's own traces and metrics reach a receiver of OTLP over HTTP.</summary>
public sealed class OtlpExportTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Traces_and_metrics_reach_a_receiver()
    {
        var received = new ConcurrentDictionary<string, ConcurrentBag<byte[]>>();
        await using var receiver = Receiver(received);
        await receiver.StartAsync();

        await using var granary = await GranaryProcess.StartAsync(new GranaryProcessOptions
        {
            DataDirectory = _data.Path,
            Environment = new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Urls.Single(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_SERVICE_NAME"] = "granary-under-test",
            },
        });
        await ProgramRun.PsqlAsync(
            granary, "insert into otel_logs_and_spans (name, id, project_id, timestamp) values ('n', 'i', 'p', now())", "select count(*) from otel_logs_and_spans");
        // The end flushes what was not sent yet.
        Assert.Equal(0, await granary.TerminateAsync());

        var metrics = Text(received, "/v1/metrics");
        Assert.Contains("granary-under-test", metrics, StringComparison.Ordinal);
        Assert.Contains("granary.appended_rows", metrics, StringComparison.Ordinal);
        var traces = Text(received, "/v1/traces");
        foreach (var span in (string[])["statement", "flush", "commit"]) Assert.Contains(span, traces, StringComparison.Ordinal);
    }

    private static string Text(ConcurrentDictionary<string, ConcurrentBag<byte[]>> received, string path) =>
        string.Concat(received.GetValueOrDefault(path, []).Select(Encoding.UTF8.GetString));

    private static WebApplication Receiver(ConcurrentDictionary<string, ConcurrentBag<byte[]>> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("{**path}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.GetOrAdd(context.Request.Path, _ => []).Add(body.ToArray());
            context.Response.ContentType = "application/x-protobuf";
        });
        return app;
    }
}
