namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>`CopyInResponse` and `CopyOutResponse`: the formats of the data that follow.</summary>
internal static class CopyResponseMessage
{
    public static void WriteIn(MessageBuffer buffer, bool isBinary, int columnCount) =>
        Write(buffer, BackendCode.CopyInResponse, isBinary, columnCount);

    public static void WriteOut(MessageBuffer buffer, bool isBinary, int columnCount) =>
        Write(buffer, BackendCode.CopyOutResponse, isBinary, columnCount);

    private static void Write(MessageBuffer buffer, byte code, bool isBinary, int columnCount)
    {
        var format = isBinary ? (byte)1 : (byte)0;
        buffer.Begin(code);
        buffer.WriteByte(format);
        buffer.WriteInt16((short)columnCount);
        for (var i = 0; i < columnCount; i++) buffer.WriteInt16(format);
        buffer.End();
    }
}
