namespace Granary.Gateway.Postgres.Messages.Frontend;

/// <summary>`Execute`: run a portal, perhaps for some rows only.</summary>
internal readonly ref struct ExecuteMessage
{
    public ExecuteMessage(ReadOnlySpan<byte> body)
    {
        var cursor = new MessageCursor(body);
        Portal = cursor.ReadText();
        var limit = cursor.ReadInt32();
        cursor.End();
        RowLimit = limit <= 0 ? long.MaxValue : limit;
    }

    public string Portal { get; }

    /// <summary>The most rows; the wire's zero and negative numbers mean all.</summary>
    public long RowLimit { get; }
}
