namespace Granary.Gateway.Postgres.Messages.Frontend;

/// <summary>`Bind`: values for a prepared statement's parameters. The values stay in the message.</summary>
internal readonly ref struct BindMessage
{
    private readonly ReadOnlySpan<byte> _values;

    public BindMessage(ReadOnlySpan<byte> body)
    {
        var cursor = new MessageCursor(body);
        Portal = cursor.ReadText();
        Statement = cursor.ReadText();
        ParameterFormats = ReadFormats(ref cursor);
        ParameterCount = cursor.ReadCount(itemSize: 4);
        var start = body.Length - cursor.Remaining;
        for (var i = 0; i < ParameterCount; i++) SkipValue(ref cursor);
        _values = body[start..(body.Length - cursor.Remaining)];
        ResultFormats = ReadFormats(ref cursor);
        cursor.End();
    }

    public string Portal { get; }

    public string Statement { get; }

    /// <summary>None (all text), one for all, or one for each parameter.</summary>
    public short[] ParameterFormats { get; }

    public int ParameterCount { get; }

    /// <summary>None (all text), one for all, or one for each result column.</summary>
    public short[] ResultFormats { get; }

    /// <summary>The values in order, each with <see cref="ReadValue"/>.</summary>
    public MessageCursor Values => new(_values);

    /// <summary>The values as they lie in the message, lengths between them.</summary>
    public ReadOnlySpan<byte> ValueBytes => _values;

    /// <summary>Reads the next value.</summary>
    /// <returns>False for NULL.</returns>
    public static bool ReadValue(ref MessageCursor values, out ReadOnlySpan<byte> value)
    {
        var length = values.ReadInt32();
        value = length < 0 ? default : values.ReadBytes(length);
        return length >= 0;
    }

    /// <summary>The format of one of the things that a format list is about.</summary>
    public static short FormatOf(short[] formats, int index) => formats.Length switch
    {
        0 => 0,
        1 => formats[0],
        _ => formats[index],
    };

    private static void SkipValue(ref MessageCursor cursor)
    {
        var length = cursor.ReadInt32();
        if (length < -1) throw MessageCursor.Violation("invalid message format");
        if (length > 0) cursor.ReadBytes(length);
    }

    private static short[] ReadFormats(ref MessageCursor cursor)
    {
        var count = cursor.ReadCount(itemSize: 2);
        if (count == 0) return [];
        var formats = new short[count];
        for (var i = 0; i < count; i++)
        {
            formats[i] = cursor.ReadInt16();
            if (formats[i] is not (0 or 1)) throw MessageCursor.Violation($"unsupported format code: {formats[i]}");
        }

        return formats;
    }
}
