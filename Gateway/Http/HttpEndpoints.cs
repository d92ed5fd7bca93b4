using Granary.Gateway.Http.Prometheus;
using Granary.Runtime.Lifecycle;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Granary.Gateway.Http;

/// <summary>The endpoints for people and machines that look after Granary.</summary>
public static class HttpEndpoints
{
    /// <summary>Registers what the endpoints need; the host adds <see cref="IStatusReporter"/> and <see cref="ISiloStatus"/>.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddGranaryHttp(this IServiceCollection services)
    {
        services.AddRoutingCore();
        services.TryAddSingleton<MetricCollector>();
        return services;
    }

    /// <summary>Maps `/health`, `/ready`, `/status` and `/metrics`.</summary>
    /// <param name="endpoints">The application.</param>
    public static IEndpointRouteBuilder MapGranaryHttp(this IEndpointRouteBuilder endpoints)
    {
        // Counting begins now, not at the first scrape.
        endpoints.ServiceProvider.GetRequiredService<MetricCollector>();
        endpoints.MapGet("/health", Health);
        endpoints.MapGet("/ready", Ready);
        endpoints.MapGet("/status", Status);
        endpoints.MapGet("/metrics", Metrics);
        return endpoints;
    }

    // The process lives and answers. It says nothing of the store, so that an outage there doesn't have healthy silos killed.
    private static JsonHttpResult<HealthReport> Health() => TypedResults.Json(new HealthReport("ok"), HttpJson.Default.HealthReport);

    private static JsonHttpResult<HealthReport> Ready(ISiloStatus status) => TypedResults.Json(
        new HealthReport(Word(status.Stage)),
        HttpJson.Default.HealthReport,
        statusCode: status.Stage == SiloStage.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    private static JsonHttpResult<StatusReport> Status(IStatusReporter reporter) => TypedResults.Json(reporter.Report(), HttpJson.Default.StatusReport);

    private static ContentHttpResult Metrics(MetricCollector metrics) => TypedResults.Text(metrics.Scrape(), PrometheusText.ContentType);

    private static string Word(SiloStage stage) => stage.ToString().ToLowerInvariant();
}
