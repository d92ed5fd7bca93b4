using Granary.Silo.Configuration;
using Granary.Silo.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Granary.Silo.Telemetry;

/// <summary>Sends Granary's own traces and metrics by OTLP. Disposed last, so that the last numbers go out.</summary>
internal sealed class TelemetryExport : IDisposable
{
    // Granary.Engine, Granary.Gateway and so on: all meters and sources begin so.
    private const string OwnSources = "Granary.*";

    private readonly MeterProvider _meters;
    private readonly TracerProvider _traces;

    private TelemetryExport(SiloOptions options)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(options.ServiceName, serviceVersion: ProgramVersion.Text);
        _meters = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(OwnSources, "System.Runtime")
            .AddOtlpExporter(exporter => Configure(exporter, options, "v1/metrics"))
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(OwnSources)
            .AddOtlpExporter(exporter => Configure(exporter, options, "v1/traces"))
            .Build();
    }

    /// <summary>Starts exporting if an endpoint is configured.</summary>
    public static TelemetryExport? Start(SiloOptions options) => options.OtlpEndpoint is null ? null : new TelemetryExport(options);

    public void Dispose()
    {
        _traces.Dispose();
        _meters.Dispose();
    }

    private static void Configure(OtlpExporterOptions exporter, SiloOptions options, string path)
    {
        var isHttp = options.OtlpProtocol != "grpc";
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        // The endpoint is the base of both signals; over HTTP each has its own path below it.
        exporter.Endpoint = isHttp ? new Uri(options.OtlpEndpoint!.ToString().TrimEnd('/') + "/" + path) : options.OtlpEndpoint!;
    }
}
