namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>`ReadyForQuery`: the server waits; in which transaction state.</summary>
internal static class ReadyForQueryMessage
{
    public static void Write(MessageBuffer buffer, byte transactionState)
    {
        buffer.Begin(BackendCode.ReadyForQuery);
        buffer.WriteByte(transactionState);
        buffer.End();
    }
}
