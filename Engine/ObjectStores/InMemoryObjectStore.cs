using System.Runtime.CompilerServices;

namespace Granary.Engine.ObjectStores;

/// <summary>Keeps objects in this process's memory: for tests, and as the model that the other stores must equal.</summary>
public sealed class InMemoryObjectStore(TimeProvider timeProvider) : IObjectStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Entry> _objects = new(Comparer<string>.Create(ObjectKey.Compare));

    /// <inheritdoc/>
    public string Location => "memory";

    /// <inheritdoc/>
    public async Task PutAsync(string key, ObjectBody body, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        var bytes = body switch
        {
            ObjectBody.InMemory memory => memory.Bytes.ToArray(),
            ObjectBody.InFile file => await File.ReadAllBytesAsync(file.Path, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        lock (_lock) _objects[key] = new Entry(bytes, timeProvider.GetUtcNow());
    }

    /// <inheritdoc/>
    public Task<PutIfAbsentResult> PutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        cancellationToken.ThrowIfCancellationRequested();
        var entry = new Entry(body.ToArray(), timeProvider.GetUtcNow());
        lock (_lock)
        {
            PutIfAbsentResult result = _objects.TryAdd(key, entry)
                ? PutIfAbsentResult.Created.Instance
                : PutIfAbsentResult.AlreadyExists.Instance;
            return Task.FromResult(result);
        }
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> TryGetAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(key) is { } entry ? entry.Bytes : (ReadOnlyMemory<byte>?)null);
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> GetRangeAsync(
        string key, long offset, int length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = Require(key).Bytes;
        if (!ByteRange.IsInside(offset, length, bytes.Length))
            throw ObjectStoreErrors.BadRange(Location, key, offset, length);
        return Task.FromResult(bytes.Slice((int)offset, length));
    }

    /// <inheritdoc/>
    public async Task<long> DownloadAsync(string key, string filePath, CancellationToken cancellationToken)
    {
        var bytes = Require(key).Bytes;
        await using var file = new FileStream(filePath, FileMode.CreateNew, FileAccess.Write);
        await file.WriteAsync(bytes, cancellationToken);
        return bytes.Length;
    }

    /// <inheritdoc/>
    public Task<ObjectInfo?> TryHeadAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(key) is { } entry ? entry.ToInfo(key) : (ObjectInfo?)null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, string? startAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        ObjectInfo[] found;
        lock (_lock)
        {
            found = [.. _objects
                .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)
                    && (startAfter is null || ObjectKey.Compare(pair.Key, startAfter) > 0))
                .Select(pair => pair.Value.ToInfo(pair.Key))];
        }
        foreach (var info in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return info;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) => DeleteManyAsync([key], cancellationToken);

    /// <inheritdoc/>
    public Task DeleteManyAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var key in keys) ObjectKey.Validate(key);
        lock (_lock)
        {
            foreach (var key in keys) _objects.Remove(key);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public string? TryGetLocalPath(string key) => null;

    private Entry? Find(string key)
    {
        ObjectKey.Validate(key);
        lock (_lock) return _objects.GetValueOrDefault(key);
    }

    private Entry Require(string key) => Find(key) ?? throw ObjectStoreErrors.NotFound(Location, key);

    private sealed record Entry(ReadOnlyMemory<byte> Bytes, DateTimeOffset LastModified)
    {
        public ObjectInfo ToInfo(string key) => new(key, Bytes.Length, LastModified);
    }
}
