namespace Granary.Gateway.Postgres.Messages.Frontend;

/// <summary>`Parse`: a statement to prepare.</summary>
internal readonly ref struct ParseMessage
{
    public ParseMessage(ReadOnlySpan<byte> body)
    {
        var cursor = new MessageCursor(body);
        Name = cursor.ReadText();
        Text = cursor.ReadCString();
        var count = cursor.ReadCount(itemSize: 4);
        ParameterOids = count == 0 ? [] : new uint[count];
        for (var i = 0; i < count; i++) ParameterOids[i] = unchecked((uint)cursor.ReadInt32());
        cursor.End();
    }

    /// <summary>The statement's name; empty for the unnamed one.</summary>
    public string Name { get; }

    /// <summary>The text, UTF-8.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>The declared types of the first parameters; 0 for those to be inferred.</summary>
    public uint[] ParameterOids { get; }
}
