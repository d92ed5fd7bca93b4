using System.Net;
using Amazon.S3;

namespace Granary.Engine.ObjectStores;

/// <summary>Runs requests in bounded time and turns what goes wrong into Granary's errors.</summary>
internal sealed class S3Calls(string location, ObjectStoreOptions options, TimeProvider timeProvider)
{
    public S3Errors Errors { get; } = new(location);

    /// <summary>Bounds the time that one body may stand still; for one body each.</summary>
    public S3BodyClock BodyClock(string what, CancellationToken cancellationToken) =>
        new(what, options.BodyStallTimeout, timeProvider, Errors, cancellationToken);

    /// <summary>Sends a request; every failure comes out translated.</summary>
    public async Task<T> RunAsync<T>(
        string what, TimeSpan limit, Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await RunRawAsync(limit, send, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && Errors.Translate(what, exception) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>As <see cref="RunAsync"/>, but null when the object does not exist.</summary>
    public Task<T?> RunOrAbsentAsync<T>(
        string what, TimeSpan limit, Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
        where T : class =>
        RunAsync<T?>(what, limit, async token =>
        {
            try
            {
                return await send(token);
            }
            catch (AmazonS3Exception exception)
                when (exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != "NoSuchBucket")
            {
                return null;
            }
        }, cancellationToken);

    /// <summary>Sends a request in bounded time; failures come out as the SDK's.</summary>
    public async Task<T> RunRawAsync<T>(
        TimeSpan limit, Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await send(both.Token);
        }
        catch (Exception exception) when (timer.IsCancellationRequested && exception is not AmazonS3Exception
            && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {limit.TotalSeconds:0.###} s", exception);
        }
    }
}
