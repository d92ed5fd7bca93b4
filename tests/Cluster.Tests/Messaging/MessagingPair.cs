using System.Net;
using Granary.Grains.Interfaces;
using Granary.Runtime;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;
using Granary.Runtime.References;
using Granary.Silo.Hosting;
using Granary.Testing.Network;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Granary.Cluster.Tests.Messaging;

/// <summary>A real Kestrel with a scripted silo behind it, a real client, and a proxy between them that breaks what the test says.</summary>
internal sealed class MessagingPair : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MessagingPair(WebApplication app, ScriptedSilo silo, TcpProxy proxy, MessagingOptions clientOptions)
    {
        (_app, Silo, Proxy) = (app, silo, proxy);
        Client = new MessageClient(Options.Create(clientOptions), TimeProvider.System);
        Table = new Caller(new MessageSender(Client), Address);
    }

    public ScriptedSilo Silo { get; }

    public TcpProxy Proxy { get; }

    public MessageClient Client { get; }

    public Caller Table { get; }

    /// <summary>The silo's address, by way of the proxy.</summary>
    public SiloAddress Address => new($"127.0.0.1:{Proxy.Port}", 3);

    public static async Task<MessagingPair> StartAsync(Action<MessagingOptions>? onServer = null, Action<MessagingOptions>? onClient = null)
    {
        var (serverOptions, clientOptions) = (new MessagingOptions(), new MessagingOptions());
        onServer?.Invoke(serverOptions);
        onClient?.Invoke(clientOptions);
        var silo = new ScriptedSilo();
        var types = new GrainTypeRegistry([new GrainTypeDefinition
        {
            Name = TableGrainReference.GrainTypeName,
            Interface = typeof(ITableGrain),
            CreateReference = (grain, caller) => new TableGrainReference(grain, caller),
            Methods = TableGrainReference.Methods,
        }]);
        var server = new MessageServer(Options.Create(serverOptions), types, silo, new LocalQueries(silo), TimeProvider.System, NullLogger<MessageServer>.Instance);
        var listener = new ClusterListener(new IPEndPoint(IPAddress.Loopback, 0), serverOptions.Certificates);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(listener.Declare);
        builder.Services.AddSingleton(server);
        var app = builder.Build();
        ClusterListener.Map(app);
        await app.StartAsync();
        return new MessagingPair(app, silo, new TcpProxy(listener.Address.Port), clientOptions);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Proxy.DisposeAsync();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    /// <summary>Calls the grain by messages alone, and keeps the outcome of the last call.</summary>
    internal sealed class Caller(MessageSender sender, SiloAddress silo) : IGrainCaller
    {
        public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

        public object? Outcome { get; private set; }

        public TableGrainReference Reference => new(new GrainId(TableGrainReference.GrainTypeName, "p/t"), this);

        public async Task<TResult> CallAsync<TGrain, TArguments, TResult>(
            GrainId grain, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, CancellationToken cancellationToken)
            where TGrain : class
        {
            var outcome = await sender.SendAsync(silo, grain, method, arguments, Timeout, cancellationToken);
            Outcome = outcome;
            return outcome is MessageOutcome<TResult>.Answered answered ? answered.Result : default!;
        }
    }
}
