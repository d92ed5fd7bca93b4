using Granary.Gateway.Postgres.Sessions;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>LISTEN, UNLISTEN and NOTIFY. Channels belong to a database, as in PostgreSQL.</summary>
internal sealed class NotificationCommands(SessionScope scope, INotificationTarget target)
{
    private const int MaxPayloadLength = 8000;

    public StatementResult Listen(ListenStatement listen)
    {
        scope.Services.Notifications.Listen(scope.Identity.Database, listen.Channel, target);
        return StatementResult.Done("LISTEN");
    }

    public StatementResult Unlisten(UnlistenStatement unlisten)
    {
        scope.Services.Notifications.Unlisten(scope.Identity.Database, unlisten.Channel, target);
        return StatementResult.Done("UNLISTEN");
    }

    public void UnlistenAll() => scope.Services.Notifications.Unlisten(scope.Identity.Database, null, target);

    public StatementResult Notify(NotifyStatement notify)
    {
        if (notify.Payload?.Length >= MaxPayloadLength)
            throw new GranaryException(ErrorKind.Invalid, SqlState.InvalidParameterValue, "payload string too long");
        scope.Transaction.Notify(new Notification(scope.Identity.ProcessId, scope.Identity.Database, notify.Channel, notify.Payload ?? ""));
        return StatementResult.Done("NOTIFY");
    }
}
