using Granary.Testing;
using Granary.Testing.Processes;

namespace Granary.Silo.Tests.Telemetry;

/// <summary>Granary's own traces and metrics reach a receiver of OTLP.</summary>
public sealed class OtlpExportTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("http/protobuf", "/v1/metrics", "/v1/traces")]
    [InlineData("grpc", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", "/opentelemetry.proto.collector.trace.v1.TraceService/Export")]
    public async Task Traces_and_metrics_reach_a_receiver(string protocol, string metricsPath, string tracesPath)
    {
        await using var receiver = await OtlpReceiver.StartAsync(isGrpc: protocol == "grpc");
        await using var granary = await GranaryProcess.StartAsync(new GranaryProcessOptions
        {
            DataDirectory = _data.Path,
            Environment = new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
                ["OTEL_SERVICE_NAME"] = "granary-under-test",
            },
        });
        await ProgramRun.PsqlAsync(
            granary, "insert into otel_logs_and_spans (name, id, project_id, timestamp) values ('n', 'i', 'p', now())", "select count(*) from otel_logs_and_spans");
        // The end flushes what was not sent yet.
        Assert.Equal(0, await granary.TerminateAsync());

        var metrics = receiver.Text(metricsPath);
        Assert.Contains("granary-under-test", metrics, StringComparison.Ordinal);
        Assert.Contains("granary.appended_rows", metrics, StringComparison.Ordinal);
        var traces = receiver.Text(tracesPath);
        foreach (var span in (string[])["statement", "flush", "commit"]) Assert.Contains(span, traces, StringComparison.Ordinal);
    }
}
