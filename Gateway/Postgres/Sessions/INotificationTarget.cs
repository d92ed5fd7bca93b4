namespace Granary.Gateway.Postgres.Sessions;

/// <summary>Who takes notifications. Called from any thread; mustn't block.</summary>
internal interface INotificationTarget
{
    void Deliver(Notification notification);
}
