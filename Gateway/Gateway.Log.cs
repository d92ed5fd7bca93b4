using Microsoft.Extensions.Logging;

namespace Granary.Gateway;

/// <summary>The gateway's log lines.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1, LogLevel.Debug, "session {ProcessId}: the client is gone")]
    public static partial void ClientGone(this ILogger log, int processId);

    [LoggerMessage(2, LogLevel.Error, "session {ProcessId}: a statement ended with {SqlState}")]
    public static partial void StatementBroke(this ILogger log, Exception exception, int processId, string sqlState);

    [LoggerMessage(3, LogLevel.Warning, "session {ProcessId}: a statement was refused with {SqlState}: {Message}")]
    public static partial void StatementRefused(this ILogger log, int processId, string sqlState, string message);

    [LoggerMessage(4, LogLevel.Debug, "session {ProcessId}: a statement failed with {SqlState}: {Message}")]
    public static partial void StatementFailed(this ILogger log, int processId, string sqlState, string message);

    [LoggerMessage(5, LogLevel.Debug, "a connection ended before log-in: {Reason}")]
    public static partial void HandshakeEnded(this ILogger log, string reason);

    [LoggerMessage(6, LogLevel.Information, "session {ProcessId}: {User} is connected to {Database}")]
    public static partial void SessionStarted(this ILogger log, int processId, string user, string database);

    [LoggerMessage(7, LogLevel.Debug, "session {ProcessId} ended")]
    public static partial void SessionEnded(this ILogger log, int processId);

    [LoggerMessage(8, LogLevel.Error, "a connection ended by a bug")]
    public static partial void ConnectionBroke(this ILogger log, Exception exception);
}
