using System.Net;
using System.Net.Sockets;
using Granary.Runtime;
using Granary.Runtime.ConfigurationDatabase;
using Granary.Runtime.Directory;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;
using Granary.Runtime.Placement;
using Granary.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Cluster.Tests.Runtime;

/// <summary>A whole runtime of a cluster in the test's process. Its membership's clock stands still; its heart beats when told.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TestNetwork _network;
    private readonly TcpListener _port = new(IPAddress.Loopback, 0);

    private TestSilo(string url, TestNetwork network, NoteStore store, string? endpoint, Action<RuntimeOptions>? configure)
    {
        _port.Start();
        _network = network;
        Endpoint = endpoint ?? $"127.0.0.1:{((IPEndPoint)_port.LocalEndpoint).Port}";
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(store);
        services.AddSingleton<IMessageSender>(network);
        services.Configure<ConfigurationDatabaseOptions>(options => options.Url = url);
        services.Configure<ClusterMembershipOptions>(options => (options.Endpoint, options.HeartbeatTimeout) = (Endpoint, TimeSpan.FromSeconds(1)));
        services.Configure(configure ?? (_ => { }));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ClusterMembership>(provider, (TimeProvider)Time));
        services.AddClusterRuntime();
        services.AddSingleton(new GrainTypeDefinition
        {
            Name = "note",
            Interface = typeof(INoteGrain),
            CreateReference = (grainId, caller) => new NoteReference(grainId, caller),
            CreateGrain = (provider, context) => new NoteGrain(context, store, provider.GetRequiredService<IMembership>()),
        });
        _services = services.BuildServiceProvider();
    }

    public string Endpoint { get; }

    public ManualTimeProvider Time { get; } = new();

    public ClusterMembership Membership => _services.GetRequiredService<ClusterMembership>();

    public IGrainDirectory Directory => _services.GetRequiredService<IGrainDirectory>();

    public IActorRuntime Runtime => _services.GetRequiredService<IActorRuntime>();

    public IClusterMember Member => _services.GetRequiredService<IClusterMember>();

    public GrainMover Mover => _services.GetRequiredService<GrainMover>();

    public static async Task<TestSilo> JoinAsync(
        string url, TestNetwork network, NoteStore store, string? endpoint = null, Action<RuntimeOptions>? configure = null)
    {
        var silo = new TestSilo(url, network, store, endpoint, configure);
        await silo.Member.PrepareAsync(new Dictionary<string, string>(), CancellationToken.None);
        network.Attach(silo.Endpoint, silo._services.GetRequiredService<IMessageReceiver>());
        // As the member joins, but without rounds and moves of its own.
        await silo.Membership.JoinAsync(CancellationToken.None);
        silo.Runtime.Start();
        return silo;
    }

    /// <summary>Joins as the program does, rounds and all.</summary>
    public static async Task JoinForRealAsync(string url, TestNetwork network, NoteStore store, string endpoint)
    {
        await using var silo = new TestSilo(url, network, store, endpoint, null);
        await silo.Member.PrepareAsync(new Dictionary<string, string>(), CancellationToken.None);
        await silo.Member.JoinAsync(CancellationToken.None);
    }

    public INoteGrain Grain(string key) => _services.GetRequiredService<IGrainFactory>().GetGrain<INoteGrain>(key);

    public Task<Where> WhereAsync(string key) => Grain(key).WhereAsync(CancellationToken.None);

    public Task<int> WriteAsync(string key) => Grain(key).WriteAsync(CancellationToken.None);

    public Task<bool> BeatAsync() => Membership.RoundAsync(CancellationToken.None);

    public async Task LiveAsync(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await BeatAsync();
        }
    }

    /// <summary>Leaves as SIGTERM makes it.</summary>
    public Task StopAsync() => Runtime.StopAsync(CancellationToken.None);

    /// <summary>Ends as a crash does.</summary>
    public async ValueTask DisposeAsync()
    {
        _network.Detach(Endpoint);
        _port.Dispose();
        await _services.DisposeAsync();
    }
}
