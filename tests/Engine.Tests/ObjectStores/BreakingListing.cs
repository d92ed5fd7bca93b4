using System.Runtime.CompilerServices;
using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Tests.ObjectStores;

/// <summary>A store whose listings break after every few keys.</summary>
internal sealed class BreakingListing(IObjectStore inner, int every) : IObjectStore
{
    public string Location => inner.Location;

    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, string? startAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var info in inner.ListAsync(prefix, startAfter, cancellationToken))
        {
            if (count++ == every) throw new GranaryException(ErrorKind.Unavailable, "The listing broke.");
            yield return info;
        }
    }

    public Task PutAsync(string key, ObjectBody body, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PutIfAbsentResult> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ReadOnlyMemory<byte>?> TryGetAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ReadOnlyMemory<byte>> GetRangeAsync(string key, long offset, int length, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<long> DownloadAsync(string key, string filePath, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ObjectInfo?> TryHeadAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteManyAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

    public string? TryGetLocalPath(string key) => null;
}
