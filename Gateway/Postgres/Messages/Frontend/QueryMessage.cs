namespace Granary.Gateway.Postgres.Messages.Frontend;

/// <summary>`Query`: statements to run in the simple protocol.</summary>
internal static class QueryMessage
{
    /// <summary>The text's length within the body.</summary>
    public static int TextLength(ReadOnlySpan<byte> body)
    {
        var cursor = new MessageCursor(body);
        var length = cursor.ReadCString().Length;
        cursor.End();
        return length;
    }
}
