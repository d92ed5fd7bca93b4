namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>`BackendKeyData`: what a later CancelRequest must name.</summary>
internal static class BackendKeyDataMessage
{
    public static void Write(MessageBuffer buffer, int processId, int secret)
    {
        buffer.Begin(BackendCode.BackendKeyData);
        buffer.WriteInt32(processId);
        buffer.WriteInt32(secret);
        buffer.End();
    }
}
