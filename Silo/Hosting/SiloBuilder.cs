using Granary.Engine;
using Granary.Gateway;
using Granary.Gateway.Http;
using Granary.Grains;
using Granary.Runtime;
using Granary.Silo.Configuration;
using Granary.Sql;
using Granary.Sql.FrontEnd;
using Microsoft.Extensions.Logging.Console;

namespace Granary.Silo.Hosting;

/// <summary>Puts the parts together.</summary>
internal static class SiloBuilder
{
    /// <summary>The application with everything registered, nothing started.</summary>
    public static WebApplication Build(SiloOptions options, TextWriter output)
    {
        // Empty: no source of configuration, no log and no port that isn't named here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.AddLog(options);
        builder.AddServer(options);
        builder.Services
            .ConfigureComponents(options)
            .AddCluster(options.Cluster)
            .AddActorRuntime()
            .AddTables(options)
            .AddSingleton<ISqlFrontEnd>(new SqlFrontEnd())
            .AddGranaryGateway()
            .AddGranaryHttp()
            .AddHost(output);
        var app = builder.Build();
        if (options.Cluster is { HostsGrains: true }) ClusterListener.Map(app);
        app.MapGranaryHttp();
        return app;
    }

    private static IServiceCollection AddTables(this IServiceCollection services, SiloOptions options) => options.Cluster is { HostsGrains: false }
        ? services
        : services.AddGranaryEngine().AddGranaryGrains(isCluster: options.Cluster is not null).AddSingleton<IStatusReporter, StatusReporter>();

    private static void AddServer(this WebApplicationBuilder builder, SiloOptions options)
    {
        var listeners = new Listeners(options);
        builder.Services.AddSingleton(listeners);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(listeners.Declare);
        if (options.Cluster?.Certificates is not null) builder.WebHost.UseKestrelHttpsConfiguration();
    }

    private static void AddLog(this WebApplicationBuilder builder, SiloOptions options) => builder.Logging
        .SetMinimumLevel(options.LogLevel)
        // The server's own chatter about its start and each request; ours says what matters.
        .AddFilter("Microsoft", options.LogLevel < LogLevel.Information ? options.LogLevel : LogLevel.Warning)
        // A start that failed is told by one sentence, not by a stack.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });

    private static void AddHost(this IServiceCollection services, TextWriter output) => services
        .AddSingleton<IHostLifetime, SiloLifetime>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<StartupMessages>(provider, output));
}
