using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging.Codecs;
using Granary.Runtime.Messaging.Framing;
using Granary.Runtime.Messaging.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Runtime.Messaging;

/// <summary>
/// Answers the requests of other processes:
/// 1. the envelope is read, and refused when it is another cluster's;
/// 2. the rows' bytes are set aside, then read: until there is room they stay in the network, and so with the sender;
/// 3. the grain is called, or the statement run, with the sender's deadline, and given up when the sender gives up;
/// 4. the answer is written as fast as the sender reads it, a batch at a time.
/// It knows streams only: the host brings them. Thread-safe.
/// </summary>
public sealed partial class MessageServer
{
    private static readonly TimeSpan EnvelopeTimeout = TimeSpan.FromSeconds(30);

    private readonly MessagingOptions _options;
    private readonly GrainTypeRegistry _types;
    private readonly IMessageReceiver _receiver;
    private readonly LocalQueries _queries;
    private readonly ClusterToken _token;
    private readonly ByteBudget _bytes;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private int _running;

    internal MessageServer(
        IOptions<MessagingOptions> options, GrainTypeRegistry types, IMessageReceiver receiver, LocalQueries queries, TimeProvider time, ILogger<MessageServer> logger)
    {
        (_options, _types, _receiver, _queries, _time, _logger) = (options.Value, types, receiver, queries, time, logger);
        _token = new ClusterToken(_options);
        _bytes = new ByteBudget(_options.MaxReceivedBytes);
    }

    /// <summary>The path of the requests.</summary>
    public static string Path => MessageClient.Path;

    /// <summary>Whether a request's Authorization header shows that its sender belongs to the cluster. If not: 401, nothing read.</summary>
    /// <param name="header">The header, or null.</param>
    public bool IsPeer(string? header)
    {
        var isPeer = _token.IsRight(header);
        if (!isPeer) LogStranger();
        return isPeer;
    }

    /// <summary>Answers one request.</summary>
    /// <param name="request">The request's body.</param>
    /// <param name="answer">Where the answer goes; a write waits while the sender doesn't read.</param>
    /// <param name="aborted">The sender has given up, or is gone.</param>
    public async Task HandleAsync(Stream request, Stream answer, CancellationToken aborted)
    {
        using var writer = new AnswerWriter(answer);
        try
        {
            if (Interlocked.Increment(ref _running) > _options.MaxReceivedCalls)
            {
                await writer.WriteAsync(new GranaryException(ErrorKind.Exhausted, "the silo runs as many calls as it may") { RetryAfter = TimeSpan.FromSeconds(1) }, aborted);
                return;
            }
            await ReadAndRunAsync(new MessageReader(request), writer, aborted);
        }
        catch (Exception error) when (aborted.IsCancellationRequested || error is EndOfStreamException)
        {
            // Nobody is left to be told.
        }
#pragma warning disable CA1031 // the sender must hear of everything
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (error is not (GranaryException or OperationCanceledException)) LogFailed(error);
            await TryWriteAsync(writer, error, aborted);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private static async Task TryWriteAsync(AnswerWriter writer, Exception error, CancellationToken aborted)
    {
        try
        {
            await writer.WriteAsync(error, aborted);
        }
        catch (Exception gone) when (aborted.IsCancellationRequested || gone is IOException)
        {
            // It left while the error was on its way.
        }
    }

    private async Task ReadAndRunAsync(MessageReader reader, AnswerWriter writer, CancellationToken aborted)
    {
        using var deadline = new CancellationTokenSource(EnvelopeTimeout, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, aborted);
        var request = await reader.ReadEnvelopeAsync(RequestMessage.Parser, end.Token);
        if (request.Cluster != _options.ClusterId)
            throw new GranaryException(ErrorKind.Invalid, $"the message is for the cluster '{request.Cluster}', and this silo is of '{_options.ClusterId}'");
        var timeout = TimeSpan.FromMilliseconds(Math.Clamp(request.DeadlineMilliseconds, 1, (long)_options.MaxCallDuration.TotalMilliseconds));
        deadline.CancelAfter(timeout);

        MessageReader.Check(request.FrameCount, request.FrameBytes);
        using var share = await _bytes.TakeAsync(request.FrameBytes, timeout, _time, end.Token);
        var batches = await reader.ReadFramesAsync(request.FrameCount, request.FrameBytes, end.Token);
        switch (request.KindCase)
        {
            case RequestMessage.KindOneofCase.Call:
                await CallAsync(request, batches, timeout, writer, aborted);
                break;
            case RequestMessage.KindOneofCase.Query:
                deadline.CancelAfter(Timeout.InfiniteTimeSpan);
                await QueryAsync(request.Query, batches, writer, aborted);
                break;
            case RequestMessage.KindOneofCase.Activate:
                await _receiver.ActivateAsync(Target(request), new GrainId(request.Activate.GrainType, request.Activate.GrainKey), end.Token);
                await writer.WriteAsync(MessageBody.Empty, isUncertain: false, aborted);
                break;
            default:
                throw MessageErrors.Unreadable("a request asks for nothing that is known here");
        }
    }

    private async Task CallAsync(RequestMessage request, IReadOnlyList<ColumnBatch> batches, TimeSpan timeout, AnswerWriter writer, CancellationToken aborted)
    {
        var call = request.Call;
        var method = _types.FindMethod(call.GrainType, call.Method)
            ?? throw MessageErrors.Unreadable($"no grain '{call.GrainType}' here has a method {call.Method}");
        var grain = new GrainId(call.GrainType, call.GrainKey);
        switch (await method.ReceiveAsync(_receiver, Target(request), grain, new MessageBody(call.Arguments, batches), timeout, aborted))
        {
            case MessageOutcome<MessageBody>.Answered answered:
                await writer.WriteAsync(answered.Result, answered.IsUncertain, aborted);
                break;
            case MessageOutcome<MessageBody>.Redirected redirected:
                await writer.WriteAsync(new AnswerMessage { Redirect = WriteOwner(redirected.Owner) }, [], aborted);
                break;
            case MessageOutcome<MessageBody>.Uncertain:
                await writer.WriteAsync(new AnswerMessage { Uncertain = new UncertainMessage() }, [], aborted);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Runs a statement and sends its rows as they are asked for. The sender's leaving is its end.</summary>
    private async Task QueryAsync(QueryMessage query, IReadOnlyList<ColumnBatch> batches, AnswerWriter writer, CancellationToken aborted)
    {
        await using var result = await _queries.Service.ExecuteAsync(QueryCodec.Read(query, batches), aborted);
        await writer.WriteAsync(new AnswerMessage { Result = Google.Protobuf.ByteString.Empty, Warnings = { result.Warnings } }, [], aborted);
        while (await result.ReadAsync(aborted) is { } rows)
        {
            await writer.WriteAsync(new AnswerMessage { Rows = new RowsMessage() }, [PlacedColumns.Write(rows)], aborted);
        }
        await writer.WriteAsync(new AnswerMessage { End = new EndMessage(), Warnings = { result.Warnings } }, [], aborted);
    }

    private static SiloAddress Target(RequestMessage request) => new(request.TargetEndpoint, request.TargetGeneration);

    private static RedirectMessage WriteOwner(Directory.GrainAddress? owner) => owner is null
        ? new RedirectMessage()
        : new RedirectMessage { Endpoint = owner.Silo.Endpoint, Generation = owner.Silo.Generation, Epoch = owner.Epoch };

    [LoggerMessage(Level = LogLevel.Error, Message = "A message of the cluster failed; its sender is told of an internal error")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A process that doesn't know the cluster's secret was sent away")]
    private partial void LogStranger();
}
