namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>`AuthenticationOk` and the three messages of SASL, which share a type byte.</summary>
internal static class AuthenticationMessage
{
    private const int Ok = 0;
    private const int Sasl = 10;
    private const int SaslContinue = 11;
    private const int SaslFinal = 12;

    public static void WriteOk(MessageBuffer buffer) => Write(buffer, Ok, []);

    /// <summary>`AuthenticationSASL`: the mechanisms offered, best first.</summary>
    public static void WriteSasl(MessageBuffer buffer, IReadOnlyList<string> mechanisms)
    {
        buffer.Begin(BackendCode.Authentication);
        buffer.WriteInt32(Sasl);
        foreach (var mechanism in mechanisms) buffer.WriteCString(mechanism);
        buffer.WriteByte(0);
        buffer.End();
    }

    public static void WriteSaslContinue(MessageBuffer buffer, ReadOnlySpan<byte> data) => Write(buffer, SaslContinue, data);

    public static void WriteSaslFinal(MessageBuffer buffer, ReadOnlySpan<byte> data) => Write(buffer, SaslFinal, data);

    private static void Write(MessageBuffer buffer, int kind, ReadOnlySpan<byte> data)
    {
        buffer.Begin(BackendCode.Authentication);
        buffer.WriteInt32(kind);
        buffer.WriteBytes(data);
        buffer.End();
    }
}
