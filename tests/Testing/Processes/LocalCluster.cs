using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Granary.Testing.Postgres;

namespace Granary.Testing.Processes;

/// <summary>A cluster of real processes on this machine: a PostgreSQL of its own, a directory as the store, silos and gateways. Disposing kills all.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private const string ClusterId = "test";

    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, string> _settings;
    private readonly List<GranaryProcess> _silos = [];
    private readonly List<GranaryProcess> _gateways = [];

    private LocalCluster(IReadOnlyDictionary<string, string>? settings)
    {
        _settings = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            ["TIMEFUSION_CONFIG_DATABASE_URL"] = $"postgresql://postgres@127.0.0.1:{Database.Port}/postgres",
            ["GRANARY_CLUSTER_ID"] = ClusterId,
            ["GRANARY_CLUSTER_SECRET"] = "a secret of this test",
            ["GRANARY_STORE_DIR"] = _directory["store"],
            ["GRANARY_MEMORY_LIMIT_MB"] = "1024",
        };
    }

    /// <summary>The configuration database.</summary>
    public PostgresServer Database { get; } = new();

    /// <summary>The silos, as they were started; one that was killed stays in its place.</summary>
    public IReadOnlyList<GranaryProcess> Silos => _silos;

    /// <summary>The gateways.</summary>
    public IReadOnlyList<GranaryProcess> Gateways => _gateways;

    /// <summary>Starts a cluster and waits until all its processes are ready.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="gateways">How many gateways.</param>
    /// <param name="settings">Further variables of all processes.</param>
    public static Task<LocalCluster> StartAsync(int silos, int gateways, IReadOnlyDictionary<string, string>? settings = null) => StartAsync(settings, cluster =>
    {
        for (var i = 0; i < silos; i++) cluster._silos.Add(cluster.Launch($"silo{i}", "silo"));
        for (var i = 0; i < gateways; i++) cluster._gateways.Add(cluster.Launch($"gateway{i}", "gateway"));
    });

    /// <summary>Starts a cluster of processes that are silo and gateway at once, and waits until all are ready.</summary>
    /// <param name="processes">How many.</param>
    /// <param name="settings">Further variables of all processes.</param>
    public static Task<LocalCluster> StartAllInOneAsync(int processes, IReadOnlyDictionary<string, string>? settings = null) => StartAsync(settings, cluster =>
    {
        for (var i = 0; i < processes; i++) cluster._silos.Add(cluster.Launch($"process{i}", "all"));
        cluster._gateways.AddRange(cluster._silos);
    });

    /// <summary>Kills all silos with -9, starts them again on their directories, and waits until they are ready.</summary>
    public async Task KillAndRestartSilosAsync()
    {
        foreach (var silo in _silos) await silo.KillAsync();
        for (var i = 0; i < _silos.Count; i++)
        {
            var (before, after) = (_silos[i], GranaryProcess.Launch(_silos[i].Options));
            _silos[i] = after;
            if (_gateways.IndexOf(before) is var gateway and >= 0) _gateways[gateway] = after;
            await before.DisposeAsync();
        }
        await Task.WhenAll(_silos.Select(silo => silo.WaitUntilReadyAsync()));
    }

    /// <summary>The silo that others know by this endpoint.</summary>
    /// <param name="endpoint">As in `granary.silos`.</param>
    public GranaryProcess SiloAt(string endpoint) => _silos.Single(silo => endpoint == $"127.0.0.1:{silo.Options.Environment["GRANARY_CLUSTER_PORT"]}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _gateways.Union(_silos)) await process.DisposeAsync();
        Database.Dispose();
        _directory.Dispose();
    }

    private static async Task<LocalCluster> StartAsync(IReadOnlyDictionary<string, string>? settings, Action<LocalCluster> launch)
    {
        var cluster = new LocalCluster(settings);
        try
        {
            launch(cluster);
            await Task.WhenAll(cluster._silos.Union(cluster._gateways).Select(process => process.WaitUntilReadyAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private GranaryProcess Launch(string name, string role) => GranaryProcess.Launch(new GranaryProcessOptions
    {
        DataDirectory = _directory[name],
        // the others know a gateway by its port, so it must have one before it starts
        PostgresPort = role == "silo" ? 0 : FreePort(),
        // a machine that builds and tests is slow to start so many processes
        Timeout = TimeSpan.FromMinutes(3),
        Environment = new Dictionary<string, string>(_settings)
        {
            ["GRANARY_ROLE"] = role,
            ["GRANARY_CLUSTER_PORT"] = FreePort().ToString(CultureInfo.InvariantCulture),
        },
    });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
