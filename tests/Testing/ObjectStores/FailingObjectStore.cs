using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Testing.ObjectStores;

/// <summary>A store whose calls fail, wait or lose their answers as the test's plan says; it also keeps the list of calls.</summary>
public sealed class FailingObjectStore(IObjectStore inner) : IObjectStore
{
    private readonly ConcurrentQueue<StoreCall> _calls = new();
    private int _count;

    /// <summary>Asked once for each call; null lets it pass. It may be called from several threads.</summary>
    public Func<StoreCall, Fault?> Plan { get; set; } = static _ => null;

    /// <summary>All calls so far, in order.</summary>
    public IReadOnlyCollection<StoreCall> Calls => _calls;

    /// <inheritdoc/>
    public string Location => inner.Location;

    /// <summary>Gives the fault to the first call of this operation from now on, and lets all others pass.</summary>
    public void FailNext(string operation, Fault fault)
    {
        var done = 0;
        Plan = call => call.Operation == operation && Interlocked.Exchange(ref done, 1) == 0 ? fault : null;
    }

    /// <summary>Plays the death of the process: the call with this number and all later ones fail.</summary>
    /// <param name="number">Counted from 0 over all calls.</param>
    /// <param name="isLastDone">Whether that first failing call was still carried out.</param>
    public void CrashAt(int number, bool isLastDone) =>
        Plan = call => call.Number < number ? null
            : call.Number == number && isLastDone ? Fault.LoseAnswer : Fault.FailBefore;

    /// <inheritdoc/>
    public Task PutAsync(string key, ObjectBody body, CancellationToken cancellationToken) =>
        RunAsync("Put", key, async () =>
        {
            await inner.PutAsync(key, body, cancellationToken);
            return true;
        });

    /// <inheritdoc/>
    public async Task<PutIfAbsentResult> PutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync("PutIfAbsent", key, () => inner.PutIfAbsentAsync(key, body, cancellationToken));
        }
        catch (GranaryException exception) when (exception.Kind == ErrorKind.Unavailable)
        {
            return new PutIfAbsentResult.Unknown(exception.Message);
        }
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> TryGetAsync(string key, CancellationToken cancellationToken) =>
        RunAsync("Get", key, () => inner.TryGetAsync(key, cancellationToken));

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> GetRangeAsync(
        string key, long offset, int length, CancellationToken cancellationToken) =>
        RunAsync("GetRange", key, () => inner.GetRangeAsync(key, offset, length, cancellationToken));

    /// <inheritdoc/>
    public Task<long> DownloadAsync(string key, string filePath, CancellationToken cancellationToken) =>
        RunAsync("Download", key, () => inner.DownloadAsync(key, filePath, cancellationToken));

    /// <inheritdoc/>
    public Task<ObjectInfo?> TryHeadAsync(string key, CancellationToken cancellationToken) =>
        RunAsync("Head", key, () => inner.TryHeadAsync(key, cancellationToken));

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, string? startAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RunAsync("List", prefix, () => Task.FromResult(true));
        await foreach (var info in inner.ListAsync(prefix, startAfter, cancellationToken)) yield return info;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        RunAsync("Delete", key, async () =>
        {
            await inner.DeleteAsync(key, cancellationToken);
            return true;
        });

    /// <inheritdoc/>
    public Task DeleteManyAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        RunAsync("DeleteMany", keys.FirstOrDefault() ?? "", async () =>
        {
            await inner.DeleteManyAsync(keys, cancellationToken);
            return true;
        });

    /// <inheritdoc/>
    public string? TryGetLocalPath(string key) => inner.TryGetLocalPath(key);

    private async Task<T> RunAsync<T>(string operation, string key, Func<Task<T>> perform)
    {
        var call = new StoreCall(Interlocked.Increment(ref _count) - 1, operation, key);
        _calls.Enqueue(call);
        switch (Plan(call))
        {
            case null:
                return await perform();
            case Fault.Gate gate:
                await gate.Until;
                return await perform();
            case Fault.Thrown thrown:
                throw thrown.Exception;
            case Fault.Failure failure:
                if (failure.IsDone) await perform();
                throw new GranaryException(ErrorKind.Unavailable, $"{operation} {key}: a planned failure.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
