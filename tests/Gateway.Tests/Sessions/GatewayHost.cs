using System.Diagnostics.Metrics;
using System.Net;
using Granary.Gateway.Postgres;
using Granary.Gateway.Postgres.Sessions;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime;
using Granary.Sql;
using Granary.Sql.FrontEnd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>The gateway on a real Kestrel socket, with tables and queries in memory.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayHost(WebApplication app) => _app = app;

    public InMemoryTables Tables => _app.Services.GetRequiredService<InMemoryTables>();

    public ScriptedQueries Queries => _app.Services.GetRequiredService<ScriptedQueries>();

    public GatewayState State => _app.Services.GetRequiredService<GatewayState>();

    public PostgresSessions Sessions => _app.Services.GetRequiredService<PostgresSessions>();

    /// <summary>What the gateway has counted.</summary>
    public CountedMeter Counts { get; private init; } = null!;

    /// <summary>Ends when no session is left.</summary>
    public Task GoneAsync() => Sessions.DrainAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    public int Port { get; private set; }

    public static async Task<GatewayHost> StartAsync(Action<GatewayOptions>? configure = null, TimeProvider? time = null, bool open = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseConnectionHandler<PostgresConnectionHandler>()));
        builder.Services.AddSingleton<InMemoryTables>();
        builder.Services.AddSingleton<ScriptedQueries>();
        builder.Services.AddSingleton<IGrainFactory>(services => services.GetRequiredService<InMemoryTables>());
        builder.Services.AddSingleton<IQueryService>(services => services.GetRequiredService<ScriptedQueries>());
        builder.Services.AddSingleton<IProjectCatalog, NoProjects>();
        builder.Services.AddSingleton<ISqlFrontEnd>(new SqlFrontEnd());
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddGranaryGateway();
        if (configure is not null) builder.Services.Configure(configure);
        var app = builder.Build();
        var counts = new CountedMeter(app.Services.GetRequiredService<IMeterFactory>());
        await app.StartAsync();
        var host = new GatewayHost(app) { Port = new Uri(app.Urls.First()).Port, Counts = counts };
        if (open) host.State.Open();
        return host;
    }

    /// <summary>A client that has sent nothing yet.</summary>
    public Task<RawClient> DialAsync() => RawClient.DialAsync(Port);

    /// <summary>A client that has logged in.</summary>
    public async Task<RawClient> ConnectAsync(string database = "postgres", params (string Name, string Value)[] parameters)
    {
        var client = await DialAsync();
        await client.LogInAsync(database, parameters: parameters);
        return client;
    }

    /// <summary>A client that has logged in over a <see cref="MemoryConnection"/>.</summary>
    public async Task<RawClient> ConnectInMemoryAsync(params (string Name, string Value)[] parameters)
    {
        var client = RawClient.On(MemoryConnection.Open(_app.Services.GetRequiredService<PostgresConnectionHandler>()));
        await client.LogInAsync(parameters: parameters);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await Sessions.DrainAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        Counts.Dispose();
    }
}
