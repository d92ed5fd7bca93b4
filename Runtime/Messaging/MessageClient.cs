using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging.Framing;
using Granary.Runtime.Messaging.Protocol;
using Microsoft.Extensions.Options;

namespace Granary.Runtime.Messaging;

/// <summary>
/// Sends requests to silos and tells what became of them. All share one connection to each silo (more when its streams run out),
/// which pings find dead within seconds; giving up resets the request's stream, which cancels it over there. Thread-safe.
/// </summary>
internal sealed class MessageClient : IDisposable
{
    /// <summary>Where requests go; the version is the message format's.</summary>
    public const string Path = "/granary/messages/1";

    private const int StreamWindowBytes = 1 << 20;

    private readonly MessagingOptions _options;
    private readonly ClusterToken _token;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    public MessageClient(IOptions<MessagingOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _token = new ClusterToken(_options);
        _time = time;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = _options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = StreamWindowBytes,
            KeepAlivePingDelay = _options.PingDelay,
            KeepAlivePingTimeout = _options.PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        if (_options.Certificates is { } certificates) handler.SslOptions = certificates.ForClient();
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends a request once.</summary>
    /// <param name="silo">Where to.</param>
    /// <param name="request">What; the client adds cluster, target, deadline and frames.</param>
    /// <param name="batches">The rows that go with it.</param>
    /// <param name="timeout">How long until the first answer; of a call that is all of it.</param>
    /// <param name="cancellationToken">Gives up: thrown, whatever became of the request.</param>
    public async Task<Delivery> SendAsync(
        SiloAddress silo, RequestMessage request, IReadOnlyList<ColumnBatch> batches, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout == Timeout.InfiniteTimeSpan || timeout > _options.MaxCallDuration) timeout = _options.MaxCallDuration;
        var started = _time.GetTimestamp();
        Address(request, silo, batches);
        var lane = _lanes.GetOrAdd(silo.Endpoint, static (_, options) => new Lane(options), _options);
        await lane.EnterAsync(silo, _options.MaxWait, _time, cancellationToken);
        try
        {
            using var share = await lane.Bytes.TakeAsync(request.FrameBytes, _options.MaxWait, _time, cancellationToken);
            var left = timeout - _time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return new Delivery.Unreachable($"{silo} had no place for a call in time");
            request.DeadlineMilliseconds = Math.Max(1, (long)left.TotalMilliseconds);
            return await ExchangeAsync(silo, new MessageContent(request, batches), left, cancellationToken);
        }
        finally
        {
            lane.Leave();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        foreach (var lane in _lanes.Values) lane.Dispose();
    }

    private void Address(RequestMessage request, SiloAddress silo, IReadOnlyList<ColumnBatch> batches)
    {
        request.Cluster = _options.ClusterId;
        request.TargetEndpoint = silo.Endpoint;
        request.TargetGeneration = silo.Generation;
        request.FrameCount = (uint)batches.Count;
        request.FrameBytes = MessageWriter.MaxLength(batches);
    }

    private async Task<Delivery> ExchangeAsync(SiloAddress silo, MessageContent content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{(_options.Certificates is null ? "http" : "https")}://{silo.Endpoint}{Path}"));
            (request.Version, request.VersionPolicy, request.Content) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact, content);
            if (_token.Header is { } header) request.Headers.Authorization = AuthenticationHeaderValue.Parse(header);
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
            if (response.StatusCode != HttpStatusCode.OK) return Refused(silo, response);
            return new Delivery.Answered(await MessageAnswer.OpenAsync(response, end.Token));
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && error is HttpRequestException or IOException or OperationCanceledException or GranaryException { Kind: ErrorKind.Corrupt })
        {
            response?.Dispose();
            var reason = deadline.IsCancellationRequested ? $"{silo} did not answer in {timeout.TotalSeconds:0.#} s" : $"{silo}: {Innermost(error)}";
            return content.IsSent ? new Delivery.Lost(reason) : new Delivery.Unreachable(reason);
        }
        catch
        {
            response?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private static Delivery.Unreachable Refused(SiloAddress silo, HttpResponseMessage response)
    {
        using (response)
        {
            return new Delivery.Unreachable(response.StatusCode == HttpStatusCode.Unauthorized
                ? $"{silo} refuses this process: its cluster secret is another one"
                : $"what answers at {silo} is no silo of this version (HTTP {(int)response.StatusCode})");
        }
    }

    private static string Innermost(Exception error) => error.GetBaseException().Message;

    /// <summary>The places for requests to one silo.</summary>
    private sealed class Lane(MessagingOptions options) : IDisposable
    {
        private readonly SemaphoreSlim _calls = new(options.MaxCallsPerSilo);

        public ByteBudget Bytes { get; } = new(options.MaxBytesPerSilo);

        public async ValueTask EnterAsync(SiloAddress silo, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
        {
            if (_calls.Wait(0, CancellationToken.None)) return;
            using var late = new CancellationTokenSource(patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            try
            {
                await _calls.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new GranaryException(ErrorKind.Exhausted, $"too many calls wait for {silo}") { RetryAfter = TimeSpan.FromSeconds(1) };
            }
        }

        public void Leave() => _calls.Release();

        public void Dispose() => _calls.Dispose();
    }
}
