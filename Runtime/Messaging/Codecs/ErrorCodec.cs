using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Messaging.Protocol;

namespace Granary.Runtime.Messaging.Codecs;

/// <summary>Errors between processes: a refusal keeps all that a client is told; a bug keeps only that it was one, its particulars are in the silo's log.</summary>
internal static class ErrorCodec
{
    public static ErrorMessage Write(Exception exception)
    {
        var error = exception switch
        {
            GranaryException known => known,
            OperationCanceledException => new GranaryException(ErrorKind.Cancelled, SqlState.QueryCanceled, "canceling statement due to user request"),
            OutOfMemoryException => new GranaryException(ErrorKind.Exhausted, SqlState.OutOfMemory, "out of memory"),
            _ => new GranaryException(ErrorKind.Internal, "internal error") { Hint = "This is a bug in Granary; the silo's log has the particulars." },
        };
        var message = new ErrorMessage { Kind = (int)error.Kind, Text = error.Message, Position = error.Position + 1 };
        if (error.SqlState is { } sqlState) message.SqlState = sqlState;
        if (error.Detail is { } detail) message.Detail = detail;
        if (error.Hint is { } hint) message.Hint = hint;
        if (error.Where is { } where) message.Where = where;
        if (error.ColumnName is { } column) message.ColumnName = column;
        if (error.TableName is { } table) message.TableName = table;
        if (error.RetryAfter is { } retryAfter) message.RetryAfterMilliseconds = (long)retryAfter.TotalMilliseconds;
        return message;
    }

    public static GranaryException Read(ErrorMessage message)
    {
        // a kind that a newer silo knows and this process doesn't is still an error
        var kind = Enum.IsDefined((ErrorKind)message.Kind) && message.Kind != 0 ? (ErrorKind)message.Kind : ErrorKind.Internal;
        var position = message.Position - 1;
        var retryAfter = message.HasRetryAfterMilliseconds ? TimeSpan.FromMilliseconds(message.RetryAfterMilliseconds) : (TimeSpan?)null;
        return message.HasSqlState
            ? new GranaryException(kind, message.SqlState, message.Text)
            {
                Detail = Detail(message),
                Hint = Hint(message),
                Where = Where(message),
                Position = position,
                ColumnName = Column(message),
                TableName = Table(message),
                RetryAfter = retryAfter,
            }
            : new GranaryException(kind, message.Text)
            {
                Detail = Detail(message),
                Hint = Hint(message),
                Where = Where(message),
                Position = position,
                ColumnName = Column(message),
                TableName = Table(message),
                RetryAfter = retryAfter,
            };
    }

    private static string? Detail(ErrorMessage message) => message.HasDetail ? message.Detail : null;

    private static string? Hint(ErrorMessage message) => message.HasHint ? message.Hint : null;

    private static string? Where(ErrorMessage message) => message.HasWhere ? message.Where : null;

    private static string? Column(ErrorMessage message) => message.HasColumnName ? message.ColumnName : null;

    private static string? Table(ErrorMessage message) => message.HasTableName ? message.TableName : null;
}
