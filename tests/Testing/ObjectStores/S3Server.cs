using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Granary.Engine.ObjectStores;

namespace Granary.Testing.ObjectStores;

/// <summary>
/// A real S3 service (Ceph's gateway) of this test's own, on free ports, in a temporary directory; installed first if it is
/// missing (needs root). Disposal ends its processes and removes its data.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    private const string AccessKey = "testaccesskey0000001";
    private const string SecretKey = "testsecretkey000000000000000000000000001";

    private readonly string _script;
    private readonly string _directory;
    private readonly int _basePort;
    private readonly string _storeKind;

    private S3Server(string script, string directory, int basePort, string storeKind)
    {
        _script = script;
        _directory = directory;
        _basePort = basePort;
        _storeKind = storeKind;
    }

    /// <summary>The service's address.</summary>
    public string Endpoint => $"http://127.0.0.1:{_basePort}";

    /// <summary>The service's port.</summary>
    public int Port => _basePort;

    /// <summary>Starts a service.</summary>
    /// <param name="isDurable">Whether its data survive the kill of its processes (slower to start).</param>
    public static async Task<S3Server> StartAsync(bool isDurable = false)
    {
        // short: the daemons' sockets lie inside, and their paths are limited to about 100 bytes
        var directory = Directory.CreateTempSubdirectory("granary-s3-").FullName;
        var server = new S3Server(FindScript(), directory, FindFreePorts(), isDurable ? "bluestore" : "memstore");
        await server.RunAsync("install");
        await server.RunAsync("start");
        return server;
    }

    /// <summary>Options for a bucket of this service.</summary>
    public ObjectStoreOptions OptionsFor(string bucket) => new()
    {
        Bucket = bucket,
        Endpoint = Endpoint,
        AccessKeyId = AccessKey,
        SecretAccessKey = SecretKey,
    };

    /// <summary>The variables with which the program uses a bucket of this service.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentFor(string bucket) => new Dictionary<string, string>
    {
        ["AWS_S3_BUCKET"] = bucket,
        ["AWS_S3_ENDPOINT"] = Endpoint,
        ["AWS_ACCESS_KEY_ID"] = AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = SecretKey,
        ["AWS_REGION"] = "us-east-1",
    };

    /// <summary>A client of the service that is not Granary's; the caller disposes it.</summary>
    public Amazon.S3.AmazonS3Client CreateClient() => new(AccessKey, SecretKey, new Amazon.S3.AmazonS3Config
    {
        ServiceURL = Endpoint,
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
        RequestChecksumCalculation = Amazon.Runtime.RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = Amazon.Runtime.ResponseChecksumValidation.WHEN_REQUIRED,
    });

    /// <summary>Makes a bucket.</summary>
    public async Task CreateBucketAsync(string bucket)
    {
        using var client = CreateClient();
        await client.PutBucketAsync(bucket);
    }

    /// <summary>Brings back what was crashed.</summary>
    public Task StartAgainAsync() => RunAsync("start");

    /// <summary>Stops a daemon in its tracks (SIGSTOP): mon, osd or rgw.</summary>
    public Task PauseAsync(string daemon) => RunAsync("pause", daemon);

    /// <summary>Lets a paused daemon go on.</summary>
    public Task ResumeAsync(string daemon) => RunAsync("resume", daemon);

    /// <summary>Kills a daemon with -9: mon, osd or rgw.</summary>
    public Task CrashAsync(string daemon) => RunAsync("crash", daemon);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("wipe");
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }

    private static string FindScript()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var candidate = Path.Combine(folder, "tests/tools/s3-server/s3-server");
            if (File.Exists(candidate)) return candidate;
        }
        throw new FileNotFoundException("tests/tools/s3-server/s3-server was not found above " + AppContext.BaseDirectory);
    }

    /// <summary>Sixteen ports in a row below the range that outgoing connections use: service, monitor, ten of the osd.</summary>
    private static int FindFreePorts()
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var start = 20_000 + (Random.Shared.Next(750) * 16);
            if (Enumerable.Range(start, 16).All(IsFree)) return start;
        }
        throw new InvalidOperationException("No sixteen free ports in a row were found between 20000 and 32000.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task RunAsync(params string[] arguments)
    {
        // the daemons keep what they inherit open, so a file takes what the script says, not a pipe
        var log = Path.Combine(Path.GetTempPath(), Path.GetFileName(_directory) + ".log");
        var start = new ProcessStartInfo("bash", ["-c", "exec \"$0\" \"$@\" >>\"$S3_SAYS\" 2>&1 </dev/null", _script, .. arguments]);
        start.Environment["S3_SAYS"] = log;
        start.Environment["S3_DIR"] = _directory;
        start.Environment["S3_PORT"] = $"{_basePort}";
        start.Environment["S3_MON_PORT"] = $"{_basePort + 1}";
        start.Environment["S3_OSD_PORT"] = $"{_basePort + 3}";
        start.Environment["S3_STORE"] = _storeKind;
        start.Environment["S3_LOG"] = "0";
        start.Environment["S3_ACCESS"] = AccessKey;
        start.Environment["S3_SECRET"] = SecretKey;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started.");
        await process.WaitForExitAsync();
        var said = File.Exists(log) ? await File.ReadAllTextAsync(log) : "";
        File.Delete(log);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"s3-server {string.Join(' ', arguments)} failed ({process.ExitCode}): {said}");
    }
}
