namespace Granary.Gateway.Postgres.Messages.Frontend;

/// <summary>`SASLInitialResponse`: the mechanism chosen and its first data.</summary>
internal readonly ref struct SaslInitialResponseMessage
{
    public SaslInitialResponseMessage(ReadOnlySpan<byte> body)
    {
        var cursor = new MessageCursor(body);
        Mechanism = cursor.ReadText();
        var length = cursor.ReadInt32();
        Data = length < 0 ? default : cursor.ReadBytes(length);
        cursor.End();
    }

    public string Mechanism { get; }

    public ReadOnlySpan<byte> Data { get; }
}
