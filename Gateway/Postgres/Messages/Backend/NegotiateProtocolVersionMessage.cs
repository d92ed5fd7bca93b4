namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>`NegotiateProtocolVersion`: the newest minor version served, and the protocol options that are not known.</summary>
internal static class NegotiateProtocolVersionMessage
{
    private const int NewestVersion = 3 << 16;

    public static void Write(MessageBuffer buffer, IReadOnlyList<string> unknownOptions)
    {
        buffer.Begin(BackendCode.NegotiateProtocolVersion);
        buffer.WriteInt32(NewestVersion);
        buffer.WriteInt32(unknownOptions.Count);
        foreach (var option in unknownOptions) buffer.WriteCString(option);
        buffer.End();
    }
}
