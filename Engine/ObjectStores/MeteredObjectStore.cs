using System.Runtime.CompilerServices;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.ObjectStores;

/// <summary>Counts and times every request that reaches the inner store, by operation and outcome.</summary>
public sealed class MeteredObjectStore(IObjectStore inner, ObjectStoreInstruments instruments, TimeProvider timeProvider)
    : IObjectStore
{
    private const string Ok = "ok";

    /// <inheritdoc/>
    public string Location => inner.Location;

    /// <inheritdoc/>
    public Task PutAsync(string key, ObjectBody body, CancellationToken cancellationToken) =>
        RunAsync("put", async () =>
        {
            await inner.PutAsync(key, body, cancellationToken);
            return LengthOf(body);
        }, static bytes => (Ok, bytes));

    /// <inheritdoc/>
    public Task<PutIfAbsentResult> PutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        RunAsync("put_if_absent", () => inner.PutIfAbsentAsync(key, body, cancellationToken), result => result switch
        {
            PutIfAbsentResult.Created => ("created", body.Length),
            PutIfAbsentResult.AlreadyExists => ("already_exists", 0),
            PutIfAbsentResult.Unknown => ("unknown", 0),
            _ => throw new System.Diagnostics.UnreachableException(),
        });

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> TryGetAsync(string key, CancellationToken cancellationToken) =>
        RunAsync("get", () => inner.TryGetAsync(key, cancellationToken),
            static bytes => bytes is { } found ? (Ok, found.Length) : ("absent", 0));

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> GetRangeAsync(
        string key, long offset, int length, CancellationToken cancellationToken) =>
        RunAsync("get_range", () => inner.GetRangeAsync(key, offset, length, cancellationToken),
            static bytes => (Ok, bytes.Length));

    /// <inheritdoc/>
    public Task<long> DownloadAsync(string key, string filePath, CancellationToken cancellationToken) =>
        RunAsync("download", () => inner.DownloadAsync(key, filePath, cancellationToken), static bytes => (Ok, bytes));

    /// <inheritdoc/>
    public Task<ObjectInfo?> TryHeadAsync(string key, CancellationToken cancellationToken) =>
        RunAsync("head", () => inner.TryHeadAsync(key, cancellationToken), static info => (info is null ? "absent" : Ok, 0));

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, string? startAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var outcome = "failed";
        try
        {
            await foreach (var info in inner.ListAsync(prefix, startAfter, cancellationToken)) yield return info;
            outcome = Ok;
        }
        finally
        {
            instruments.Record("list", outcome, timeProvider.GetElapsedTime(started), 0);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        RunAsync("delete", async () =>
        {
            await inner.DeleteAsync(key, cancellationToken);
            return true;
        }, static _ => (Ok, 0));

    /// <inheritdoc/>
    public Task DeleteManyAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        RunAsync("delete_many", async () =>
        {
            await inner.DeleteManyAsync(keys, cancellationToken);
            return true;
        }, static _ => (Ok, 0));

    /// <inheritdoc/>
    public string? TryGetLocalPath(string key) => inner.TryGetLocalPath(key);

    private static long LengthOf(ObjectBody body) => body switch
    {
        ObjectBody.InMemory memory => memory.Bytes.Length,
        ObjectBody.InFile file => new FileInfo(file.Path) is { Exists: true } info ? info.Length : 0,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<T> RunAsync<T>(string operation, Func<Task<T>> call, Func<T, (string Outcome, long Bytes)> describe)
    {
        var started = timeProvider.GetTimestamp();
        try
        {
            var result = await call();
            var (outcome, bytes) = describe(result);
            instruments.Record(operation, outcome, timeProvider.GetElapsedTime(started), bytes);
            return result;
        }
        catch (Exception exception)
        {
            instruments.Record(operation, OutcomeOf(exception), timeProvider.GetElapsedTime(started), 0);
            throw;
        }
    }

    private static string OutcomeOf(Exception exception) => exception switch
    {
        OperationCanceledException => "cancelled",
        GranaryException { Kind: var kind } => kind switch
        {
            ErrorKind.NotFound => "absent",
            ErrorKind.Unavailable => "unavailable",
            ErrorKind.Exhausted => "full",
            _ => "refused",
        },
        _ => "failed",
    };
}
