namespace Granary.Gateway.Postgres.Messages.Frontend;

/// <summary>`Describe` and `Close`, which have one shape: a prepared statement or a portal by name.</summary>
internal readonly ref struct TargetMessage
{
    public TargetMessage(ReadOnlySpan<byte> body, string message)
    {
        var cursor = new MessageCursor(body);
        var kind = cursor.ReadByte();
        Name = cursor.ReadText();
        cursor.End();
        if (kind is not ((byte)'S' or (byte)'P')) throw MessageCursor.Violation($"invalid {message} message subtype {kind}");
        IsStatement = kind == (byte)'S';
    }

    /// <summary>True for a prepared statement, false for a portal.</summary>
    public bool IsStatement { get; }

    public string Name { get; }
}
