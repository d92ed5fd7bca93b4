using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime.Messaging.Codecs;
using Granary.Runtime.Messaging.Protocol;

namespace Granary.Runtime.Messaging;

/// <summary>
/// The rows of a statement that runs on a silo. A batch is taken from the network when it is asked for; until then the connection's
/// window holds the silo back. Disposing it early ends the statement there.
/// </summary>
internal sealed class RemoteQueryResult(QueryRequest request, string silo, MessageAnswer answer) : IQueryResult
{
    private bool _isAtEnd;

    public IReadOnlyList<string> Warnings { get; private set; } = [.. answer.Head.Warnings];

    public async ValueTask<ColumnBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_isAtEnd) return null;
        var (envelope, batches) = await NextAsync(cancellationToken);
        switch (envelope.OutcomeCase)
        {
            case AnswerMessage.OutcomeOneofCase.Rows:
                return PlacedColumns.Read(new MessageBody(Google.Protobuf.ByteString.Empty, batches).Single(), request.ResultNames, request.ResultTypes);
            case AnswerMessage.OutcomeOneofCase.End:
                _isAtEnd = true;
                Warnings = [.. envelope.Warnings];
                return null;
            case AnswerMessage.OutcomeOneofCase.Error:
                _isAtEnd = true;
                throw ErrorCodec.Read(envelope.Error);
            default:
                throw MessageErrors.Unreadable("a statement's answer goes on with something that is not known here");
        }
    }

    public ValueTask DisposeAsync()
    {
        answer.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<(AnswerMessage Envelope, IReadOnlyList<ColumnBatch> Batches)> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await answer.ReadAsync(cancellationToken);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is (OperationCanceledException or IOException or HttpRequestException))
        {
            throw new GranaryException(ErrorKind.Cancelled, SqlState.QueryCanceled, "canceling statement due to user request", error);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new GranaryException(ErrorKind.Unavailable, SqlState.CannotConnectNow, $"silo {silo} was lost while it sent the statement's rows", error)
            {
                Hint = "Run the statement again.",
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }
    }
}
