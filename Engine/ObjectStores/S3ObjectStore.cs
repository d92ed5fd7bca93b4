using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Amazon.S3.Model;

namespace Granary.Engine.ObjectStores;

/// <summary>Keeps objects in a bucket of any S3-compatible service.</summary>
/// <remarks>
/// Nothing is retried here, not even by the SDK: a repeated conditional PUT meets its own success as a 412. Repeating
/// what may be repeated is the work of <see cref="ResilientObjectStore"/>. Races are decided by PutObject
/// with If-None-Match alone; services ignore the condition on other calls, or differ.
/// </remarks>
public sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private const int MaxKeysPerDelete = 1000;

    private readonly S3Clients _clients;
    private readonly S3Calls _calls;
    private readonly ObjectStoreOptions _options;
    private readonly string _bucket;

    /// <summary>Makes the connections' pools; nothing is sent yet.</summary>
    public S3ObjectStore(ObjectStoreOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        _bucket = options.Bucket ?? throw new ArgumentException("The options name no bucket.", nameof(options));
        _options = options;
        Location = $"bucket \"{_bucket}\" at {options.Endpoint ?? "Amazon S3, " + options.Region}";
        _clients = new S3Clients(options);
        _calls = new S3Calls(Location, options, timeProvider);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public async Task PutAsync(string key, ObjectBody body, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        await using var content = OpenBody(body);
        var limit = LimitOf(key) + UploadTime(content.Length);
        await _calls.RunAsync($"PUT {key}", limit, token => _clients.For(key).PutObjectAsync(
            new PutObjectRequest { BucketName = _bucket, Key = key, InputStream = content, AutoCloseStream = false }, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<PutIfAbsentResult> PutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        await using var content = OpenBody(ObjectBody.FromMemory(body));
        var request = new PutObjectRequest
        {
            BucketName = _bucket,
            Key = key,
            InputStream = content,
            AutoCloseStream = false,
            IfNoneMatch = "*",
        };
        try
        {
            await _calls.RunRawAsync(
                _options.LogRequestTimeout + UploadTime(body.Length),
                token => _clients.Log.PutObjectAsync(request, token), cancellationToken);
            return PutIfAbsentResult.Created.Instance;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return _calls.Errors.ToPutIfAbsentResult($"PUT {key}", exception);
        }
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> TryGetAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        var request = new GetObjectRequest { BucketName = _bucket, Key = key };
        using var response = await _calls.RunOrAbsentAsync($"GET {key}", LimitOf(key),
            token => _clients.For(key).GetObjectAsync(request, token), cancellationToken);
        if (response is null) return null;
        return await ReadBodyAsync(key, response, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> GetRangeAsync(
        string key, long offset, int length, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        if (length == 0 || offset < 0 || length < 0) return await CheckEmptyRangeAsync(key, offset, length, cancellationToken);
        var request = new GetObjectRequest
        {
            BucketName = _bucket,
            Key = key,
            ByteRange = new Amazon.S3.Model.ByteRange(offset, offset + length - 1),
        };
        using var response = await _calls.RunAsync($"GET {key}", LimitOf(key), async token =>
        {
            try
            {
                return await _clients.For(key).GetObjectAsync(request, token);
            }
            catch (Amazon.S3.AmazonS3Exception exception)
                when (exception.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                throw ObjectStoreErrors.BadRange(Location, key, offset, length);
            }
        }, cancellationToken);
        // a range that ends behind the object is answered short
        if (response.ContentLength != length) throw ObjectStoreErrors.BadRange(Location, key, offset, length);
        return await ReadBodyAsync(key, response, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> DownloadAsync(string key, string filePath, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        var request = new GetObjectRequest { BucketName = _bucket, Key = key };
        using var response = await _calls.RunAsync($"GET {key}", LimitOf(key),
            token => _clients.For(key).GetObjectAsync(request, token), cancellationToken);
        try
        {
            return await NewFile.WriteAsync(filePath, target => S3Body.CopyAsync(
                _calls.BodyClock($"GET {key}", cancellationToken), response, target));
        }
        catch (IOException exception) when (PosixFiles.IsDiskFull(exception))
        {
            throw ObjectStoreErrors.DiskFull(filePath, exception);
        }
    }

    /// <inheritdoc/>
    public async Task<ObjectInfo?> TryHeadAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        var request = new GetObjectMetadataRequest { BucketName = _bucket, Key = key };
        var response = await _calls.RunOrAbsentAsync($"HEAD {key}", _options.LogRequestTimeout,
            token => _clients.Log.GetObjectMetadataAsync(request, token), cancellationToken);
        return response is null ? null : new ObjectInfo(key, response.ContentLength, ToTime(response.LastModified));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, string? startAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix, StartAfter = startAfter };
        while (true)
        {
            var page = await _calls.RunAsync($"LIST {prefix}", _options.LogRequestTimeout,
                token => _clients.Log.ListObjectsV2Async(request, token), cancellationToken);
            foreach (var item in page.S3Objects ?? [])
                yield return new ObjectInfo(item.Key, item.Size ?? 0, ToTime(item.LastModified));
            if (page.IsTruncated != true) yield break;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        var request = new DeleteObjectRequest { BucketName = _bucket, Key = key };
        await _calls.RunOrAbsentAsync($"DELETE {key}", _options.LogRequestTimeout,
            token => _clients.Log.DeleteObjectAsync(request, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeleteManyAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys) ObjectKey.Validate(key);
        foreach (var chunk in keys.Chunk(MaxKeysPerDelete))
        {
            var request = new DeleteObjectsRequest
            {
                BucketName = _bucket,
                Objects = [.. chunk.Select(key => new KeyVersion { Key = key })],
                Quiet = true,
            };
            await _calls.RunAsync($"DELETE of {chunk.Length} objects", _options.DataRequestTimeout,
                token => _clients.Data.DeleteObjectsAsync(request, token), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public string? TryGetLocalPath(string key) => null;

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _clients.Dispose();

    private static Stream OpenBody(ObjectBody body) => body switch
    {
        ObjectBody.InMemory memory => MemoryMarshal.TryGetArray(memory.Bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(memory.Bytes.ToArray(), writable: false),
        ObjectBody.InFile file => new FileStream(
            file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static DateTimeOffset ToTime(DateTime? time) =>
        time is { } value ? new DateTimeOffset(value.ToUniversalTime()) : DateTimeOffset.UnixEpoch;

    private TimeSpan LimitOf(string key) =>
        TablePaths.IsLogObject(key) ? _options.LogRequestTimeout : _options.DataRequestTimeout;

    private TimeSpan UploadTime(long bytes) => TimeSpan.FromSeconds((double)bytes / _options.MinUploadBytesPerSecond);

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(
        string key, GetObjectResponse response, CancellationToken cancellationToken)
    {
        if (response.ContentLength > Array.MaxLength)
            throw ObjectStoreErrors.Refused(Location, $"object \"{key}\" is too large to be read into memory.");
        var bytes = GC.AllocateUninitializedArray<byte>((int)response.ContentLength);
        await S3Body.FillAsync(_calls.BodyClock($"GET {key}", cancellationToken), response, bytes);
        return bytes;
    }

    private async Task<ReadOnlyMemory<byte>> CheckEmptyRangeAsync(
        string key, long offset, int length, CancellationToken cancellationToken)
    {
        var info = await TryHeadAsync(key, cancellationToken) ?? throw ObjectStoreErrors.NotFound(Location, key);
        return ByteRange.IsInside(offset, length, info.SizeBytes)
            ? ReadOnlyMemory<byte>.Empty
            : throw ObjectStoreErrors.BadRange(Location, key, offset, length);
    }
}
