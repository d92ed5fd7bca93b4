using System.Diagnostics;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Granary.Testing;

namespace Granary.CrashSuite;

/// <summary>The real S3 server of the tests, one bucket in it, and the faults it is made to have.</summary>
internal sealed class S3Store : IAsyncDisposable
{
    private const string Bucket = "granary-crash";
    private readonly string _directory;
    private readonly Dictionary<string, string> _serverSettings;
    private readonly AmazonS3Client _client;
    private int _downloads;

    private S3Store(string directory, Dictionary<string, string> serverSettings)
    {
        _directory = directory;
        _serverSettings = serverSettings;
        var endpoint = $"http://127.0.0.1:{serverSettings["S3_PORT"]}";
        Environment = new Dictionary<string, string>
        {
            ["AWS_S3_BUCKET"] = Bucket,
            ["AWS_S3_ENDPOINT"] = endpoint,
            ["AWS_ACCESS_KEY_ID"] = serverSettings["S3_ACCESS"],
            ["AWS_SECRET_ACCESS_KEY"] = serverSettings["S3_SECRET"],
            ["AWS_REGION"] = "us-east-1",
        };
        _client = new AmazonS3Client(new BasicAWSCredentials(serverSettings["S3_ACCESS"], serverSettings["S3_SECRET"]), new AmazonS3Config
        {
            ServiceURL = endpoint,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    /// <summary>What Granary needs to use the bucket.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    public static async Task<S3Store> StartAsync(string directory)
    {
        var port = 21_000 + System.Environment.ProcessId % 4_000 * 10;
        var store = new S3Store(directory, new Dictionary<string, string>
        {
            ["S3_DIR"] = directory,
            ["S3_PORT"] = $"{port}",
            ["S3_MON_PORT"] = $"{port + 1}",
            ["S3_OSD_PORT"] = $"{port + 2}",
            ["S3_ACCESS"] = "testaccesskey0000001",
            ["S3_SECRET"] = "testsecretkey000000000000000000000000001",
            ["S3_LOG"] = "0",
        });
        await store.ServerAsync("install");
        await store.ServerAsync("start");
        await store._client.PutBucketAsync(Bucket);
        return store;
    }

    /// <summary>Stops (SIGSTOP) or kills a part of the server, and leaves it so.</summary>
    public async Task FaultAsync(Random random)
    {
        string[][] faults = [["pause", "rgw"], ["pause", "osd"], ["crash", "rgw"]];
        var fault = faults[random.Next(faults.Length)];
        Console.WriteLine($"crash: store fault: {string.Join(' ', fault)}");
        await ServerAsync(fault);
    }

    /// <summary>Lets the server run again, whatever was done to it.</summary>
    public async Task HealAsync()
    {
        foreach (var part in (string[])["rgw", "osd"])
        {
            try
            {
                await ServerAsync("resume", part);
            }
            catch (InvalidOperationException)
            {
                // it was killed, not stopped: start brings it back
            }
        }

        await ServerAsync("start");
    }

    /// <summary>Copies the whole bucket into a new directory.</summary>
    public async Task<string> DownloadAsync()
    {
        var target = Path.Combine(_directory, $"download-{_downloads++}");
        // the logs first: a file that a log names was there before the log named it
        var keys = (await KeysAsync()).OrderByDescending(key => key.Contains("/_delta_log/", StringComparison.Ordinal));
        foreach (var key in keys)
        {
            var file = Path.Combine(target, key);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using var answer = await _client.GetObjectAsync(Bucket, key);
            await answer.WriteResponseStreamToFileAsync(file, append: false, CancellationToken.None);
        }

        Directory.CreateDirectory(target);
        return target;
    }

    public async ValueTask DisposeAsync()
    {
        await ServerAsync("wipe");
        _client.Dispose();
    }

    private async Task<List<string>> KeysAsync()
    {
        var keys = new List<string>();
        await foreach (var entry in _client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = Bucket }).S3Objects) keys.Add(entry.Key);
        return keys;
    }

    private async Task ServerAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "tests", "tools", "s3-server", "s3-server"), arguments);
        foreach (var (name, value) in _serverSettings) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"s3-server {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
