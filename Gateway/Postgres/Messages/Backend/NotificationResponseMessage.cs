namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>`NotificationResponse`: a NOTIFY of any session on a channel that this one listens to.</summary>
internal static class NotificationResponseMessage
{
    public static void Write(MessageBuffer buffer, int processId, string channel, string payload)
    {
        buffer.Begin(BackendCode.NotificationResponse);
        buffer.WriteInt32(processId);
        buffer.WriteCString(channel);
        buffer.WriteCString(payload);
        buffer.End();
    }
}
