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
    public static async Task<LocalCluster> StartAsync(int silos = 3, int gateways = 2, IReadOnlyDictionary<string, string>? settings = null)
    {
        var cluster = new LocalCluster(settings);
        try
        {
            for (var i = 0; i < silos; i++) cluster._silos.Add(cluster.Launch($"silo{i}", "silo"));
            for (var i = 0; i < gateways; i++) cluster._gateways.Add(cluster.Launch($"gateway{i}", "gateway"));
            await Task.WhenAll(cluster._silos.Concat(cluster._gateways).Select(process => process.WaitUntilReadyAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a silo again that has ended, or another one.</summary>
    /// <param name="silo">Its place among <see cref="Silos"/>; one behind the last for a new one.</param>
    public async Task StartSiloAsync(int silo)
    {
        if (silo == _silos.Count) _silos.Add(Launch($"silo{silo}", "silo"));
        else _silos[silo] = GranaryProcess.Launch(_silos[silo].Options);
        await _silos[silo].WaitUntilReadyAsync();
    }

    /// <summary>The silo that others know by this endpoint.</summary>
    /// <param name="endpoint">As in `granary.silos`.</param>
    public GranaryProcess SiloAt(string endpoint) => _silos.Single(silo => endpoint == $"127.0.0.1:{silo.Options.Environment["GRANARY_CLUSTER_PORT"]}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _gateways.Concat(_silos)) await process.DisposeAsync();
        Database.Dispose();
        _directory.Dispose();
    }

    private GranaryProcess Launch(string name, string role) => GranaryProcess.Launch(new GranaryProcessOptions
    {
        DataDirectory = _directory[name],
        // the others know a gateway by its port, so it must have one before it starts
        PostgresPort = role == "gateway" ? FreePort() : 0,
        // a machine that builds and tests is slow to start eight processes
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
