using System.Runtime.CompilerServices;
using Granary.Grains.Interfaces.Errors;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Granary.Engine.ObjectStores;

/// <summary>
/// Repeats what failed for a passing reason: a bounded number of tries in a bounded total time, with growing pauses and
/// jitter. Never repeats <see cref="IObjectStore.PutIfAbsentAsync"/>, which could meet its own success.
/// </summary>
public sealed class ResilientObjectStore : IObjectStore
{
    private readonly IObjectStore _inner;
    private readonly ResiliencePipeline _logPipeline;
    private readonly ResiliencePipeline _dataPipeline;

    /// <summary>Decorates a store.</summary>
    /// <param name="inner">The store; each of its calls must end in bounded time.</param>
    /// <param name="options">How often and how long.</param>
    /// <param name="timeProvider">Measures the pauses.</param>
    /// <param name="random">Gives the jitter; only used under a lock.</param>
    public ResilientObjectStore(IObjectStore inner, ObjectStoreOptions options, TimeProvider timeProvider, Random random)
    {
        ArgumentNullException.ThrowIfNull(options);
        _inner = inner;
        _logPipeline = BuildPipeline(options, options.LogTotalTimeout, timeProvider, random);
        _dataPipeline = BuildPipeline(options, options.DataTotalTimeout, timeProvider, random);
    }

    /// <inheritdoc/>
    public string Location => _inner.Location;

    /// <inheritdoc/>
    public Task PutAsync(string key, ObjectBody body, CancellationToken cancellationToken) =>
        RunAsync(key, token => _inner.PutAsync(key, body, token), cancellationToken);

    /// <inheritdoc/>
    public Task<PutIfAbsentResult> PutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        _inner.PutIfAbsentAsync(key, body, cancellationToken);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> TryGetAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(key, token => _inner.TryGetAsync(key, token), cancellationToken);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> GetRangeAsync(
        string key, long offset, int length, CancellationToken cancellationToken) =>
        RunAsync(key, token => _inner.GetRangeAsync(key, offset, length, token), cancellationToken);

    /// <inheritdoc/>
    public Task<long> DownloadAsync(string key, string filePath, CancellationToken cancellationToken) =>
        RunAsync(key, token => _inner.DownloadAsync(key, filePath, token), cancellationToken);

    /// <inheritdoc/>
    public Task<ObjectInfo?> TryHeadAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(key, token => _inner.TryHeadAsync(key, token), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, string? startAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var listing = new ResumableListing(_inner, prefix, startAfter, cancellationToken);
        while (await RunAsync(prefix, _ => listing.MoveNextAsync(), cancellationToken)) yield return listing.Current;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(key, token => _inner.DeleteAsync(key, token), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteManyAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        RunAsync("", token => _inner.DeleteManyAsync(keys, token), cancellationToken);

    /// <inheritdoc/>
    public string? TryGetLocalPath(string key) => _inner.TryGetLocalPath(key);

    private Task<bool> RunAsync(string key, Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        RunAsync(key, async token =>
        {
            await call(token);
            return true;
        }, cancellationToken);

    private async Task<T> RunAsync<T>(string key, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var pipeline = TablePaths.IsLogObject(key) ? _logPipeline : _dataPipeline;
        try
        {
            return await pipeline.ExecuteAsync(static async (work, token) => await work(token), call, cancellationToken);
        }
        catch (TimeoutRejectedException exception)
        {
            throw ObjectStoreErrors.Unavailable(
                Location, $"{key} could not be reached within {exception.Timeout.TotalSeconds:0.###} s, all tries together.", exception);
        }
    }

    private static ResiliencePipeline BuildPipeline(
        ObjectStoreOptions options, TimeSpan totalTimeout, TimeProvider timeProvider, Random random)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = timeProvider };
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = totalTimeout });
        if (options.MaxAttempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<GranaryException>(e => e.Kind == ErrorKind.Unavailable),
                MaxRetryAttempts = options.MaxAttempts - 1,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = () =>
                {
                    lock (random) return random.NextDouble();
                },
            });
        }
        return builder.Build();
    }
}
