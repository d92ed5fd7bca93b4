using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Grains.Interfaces.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Granary.Gateway;

/// <summary>The one map from an error to what a client is told (SQLSTATE, HTTP status) and how loudly it is logged.</summary>
internal static class ErrorMapping
{
    // nginx's number for a request that its client gave up; HTTP has none
    private const int ClientClosedRequest = 499;

    private const string InternalMessage = "internal error";

    private const string InternalHint = "This is a bug in Granary; the server's log has the particulars.";

    /// <summary>The SQLSTATE that stands for a kind when the error names none of its own.</summary>
    public static string SqlStateOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => SqlState.DataException,
        ErrorKind.NotFound => SqlState.UndefinedObject,
        ErrorKind.AlreadyExists => SqlState.DuplicateObject,
        ErrorKind.Conflict => SqlState.SerializationFailure,
        ErrorKind.Unsupported => SqlState.FeatureNotSupported,
        ErrorKind.Unauthorized => SqlState.InsufficientPrivilege,
        ErrorKind.Exhausted => SqlState.OutOfMemory,
        ErrorKind.Cancelled => SqlState.QueryCanceled,
        ErrorKind.Unavailable or ErrorKind.Fenced => SqlState.CannotConnectNow,
        ErrorKind.Corrupt => SqlState.DataCorrupted,
        // not 40003: drivers take class 40 for a transaction that was rolled back and may be run again
        ErrorKind.OutcomeUnknown => SqlState.TransactionResolutionUnknown,
        _ => SqlState.InternalError,
    };

    /// <summary>The SQLSTATE of an error.</summary>
    public static string SqlStateOf(Exception exception) =>
        exception is GranaryException known ? known.SqlState ?? SqlStateOf(known.Kind)
        : exception is OperationCanceledException ? SqlState.QueryCanceled
        : exception is OutOfMemoryException ? SqlState.OutOfMemory
        : SqlState.InternalError;

    /// <summary>The HTTP status of an error.</summary>
    public static int HttpStatusOf(Exception exception) => KindOf(exception) switch
    {
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.AlreadyExists or ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.Unsupported => StatusCodes.Status501NotImplemented,
        ErrorKind.Unauthorized when SqlStateOf(exception).StartsWith("28", StringComparison.Ordinal) => StatusCodes.Status401Unauthorized,
        ErrorKind.Unauthorized => StatusCodes.Status403Forbidden,
        ErrorKind.Exhausted => StatusCodes.Status429TooManyRequests,
        ErrorKind.Cancelled => ClientClosedRequest,
        ErrorKind.Unavailable or ErrorKind.Fenced => StatusCodes.Status503ServiceUnavailable,
        ErrorKind.OutcomeUnknown => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>How loudly the gateway logs an error that it tells a client.</summary>
    public static LogLevel LogLevelOf(Exception exception) => KindOf(exception) switch
    {
        ErrorKind.Corrupt or ErrorKind.Internal or ErrorKind.Unspecified => LogLevel.Error,
        ErrorKind.Unavailable or ErrorKind.Fenced or ErrorKind.Exhausted or ErrorKind.OutcomeUnknown => LogLevel.Warning,
        _ => LogLevel.Debug,
    };

    /// <summary>What a client is told: the error's own sentence, or, of a bug, only that it is one.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="severity">ERROR, or FATAL when the connection ends.</param>
    public static ClientReport Report(Exception exception, string severity = "ERROR")
    {
        if (exception is GranaryException known)
        {
            return new ClientReport(severity, SqlStateOf(known), known.Message)
            {
                Detail = known.Detail,
                Hint = known.Hint,
                Where = known.Where,
                Position = known.Position,
                TableName = known.TableName,
                ColumnName = known.ColumnName,
            };
        }

        return exception switch
        {
            OperationCanceledException => new(severity, SqlState.QueryCanceled, "canceling statement due to user request"),
            OutOfMemoryException => new(severity, SqlState.OutOfMemory, "out of memory"),
            _ => new(severity, SqlState.InternalError, InternalMessage) { Hint = InternalHint },
        };
    }

    private static ErrorKind KindOf(Exception exception) => exception switch
    {
        GranaryException known => known.Kind,
        OperationCanceledException => ErrorKind.Cancelled,
        OutOfMemoryException => ErrorKind.Exhausted,
        _ => ErrorKind.Internal,
    };
}
