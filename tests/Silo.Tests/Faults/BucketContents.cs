using Amazon.S3;
using Amazon.S3.Model;
using Granary.Testing;
using Granary.Testing.Delta;
using Granary.Testing.ObjectStores;

namespace Granary.Silo.Tests.Faults;

/// <summary>What lies in a bucket, as a stranger sees it: names, and the rows of the Delta table read by DuckDB alone.</summary>
internal sealed class BucketContents(S3Server server, string bucket, TemporaryDirectory scratch) : IDisposable
{
    private readonly AmazonS3Client _client = server.CreateClient();

    public async Task<List<string>> KeysAsync()
    {
        var keys = new List<string>();
        await foreach (var entry in _client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = bucket }).S3Objects) keys.Add(entry.Key);
        return keys;
    }

    /// <summary>Waits until the server itself has an object, whoever is told.</summary>
    public async Task UntilExistsAsync(string key)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await KeysAsync()).Contains(key)) patience.Token.ThrowIfCancellationRequested();
    }

    /// <summary>The ids in the live files of the one Delta table, which must pass the independent check, in order.</summary>
    public async Task<string> IdsAsync()
    {
        var target = scratch[$"download-{Guid.CreateVersion7()}"];
        foreach (var key in await KeysAsync())
        {
            var file = Path.Combine(target, key);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using var answer = await _client.GetObjectAsync(bucket, key);
            await answer.WriteResponseStreamToFileAsync(file, append: false, CancellationToken.None);
        }

        using var duckDb = new BareDuckDb();
        var check = DeltaTableCheck.Run(duckDb, Assert.Single(DeltaTableCheck.Tables(target)));
        return string.Join(' ', duckDb.Query($"SELECT id FROM read_parquet([{string.Join(", ", check.Files.Select(file => $"'{file}'"))}]) ORDER BY id"));
    }

    public void Dispose() => _client.Dispose();
}
