using Amazon.S3;
using Amazon.S3.Model;
using Granary.Testing.ObjectStores;

namespace Granary.CrashSuite;

/// <summary>The real S3 server of the tests with data that survive kill -9, one bucket in it, and the faults it is made to have.</summary>
internal sealed class S3Store : IAsyncDisposable
{
    private const string Bucket = "granary-crash";

    // the gateway, and behind it the daemon that has the data and the one that knows where they are
    private static readonly string[] Parts = ["rgw", "osd", "mon"];
    private static readonly string[][] Faults =
        [["pause", "rgw"], ["pause", "osd"], ["crash", "rgw"], ["crash", "osd"], ["crash", "rgw", "osd"], ["crash", "rgw", "osd", "mon"]];

    private readonly S3Server _server;
    private readonly string _directory;
    private readonly AmazonS3Client _client;
    private readonly HashSet<string> _paused = [];
    private int _downloads;

    private S3Store(S3Server server, string directory)
    {
        (_server, _directory) = (server, directory);
        _client = server.CreateClient();
        Environment = server.EnvironmentFor(Bucket);
    }

    /// <summary>What Granary needs to use the bucket.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    public static async Task<S3Store> StartAsync(string directory)
    {
        var server = await S3Server.StartAsync(isDurable: true);
        await server.CreateBucketAsync(Bucket);
        return new S3Store(server, directory);
    }

    /// <summary>Stops (SIGSTOP) or kills parts of the server, and leaves them so.</summary>
    public async Task FaultAsync(Random random)
    {
        var fault = Faults[random.Next(Faults.Length)];
        Console.WriteLine($"crash: store fault: {string.Join(' ', fault)}");
        foreach (var part in fault[1..])
        {
            if (fault[0] == "crash")
            {
                await _server.CrashAsync(part);
                continue;
            }

            await _server.PauseAsync(part);
            _paused.Add(part);
        }
    }

    /// <summary>Lets the server run again, whatever was done to it.</summary>
    public async Task HealAsync()
    {
        foreach (var part in Parts.Where(_paused.Remove)) await _server.ResumeAsync(part);
        await _server.StartAgainAsync();
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
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private async Task<List<string>> KeysAsync()
    {
        var keys = new List<string>();
        await foreach (var entry in _client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = Bucket }).S3Objects) keys.Add(entry.Key);
        return keys;
    }
}
