namespace Granary.Grains.Interfaces.Values.Texts;

/// <summary>Reads uuids: 32 hex digits in either case, a hyphen allowed behind every fourth, braces around allowed.</summary>
internal static class UuidText
{
    /// <summary>Reads a uuid into sixteen bytes; throws 22P02.</summary>
    public static void Read(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (!TryRead(text, bytes)) throw ValueErrors.InvalidText("uuid", text);
    }

    private static bool TryRead(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (text.Length > 0 && text[0] == '{')
        {
            if (text[^1] != '}') return false;
            text = text[1..^1];
        }

        for (var i = 0; i < 16; i++)
        {
            if (text.Length < 2) return false;
            var (high, low) = (Nibble(text[0]), Nibble(text[1]));
            if ((high | low) < 0) return false;
            bytes[i] = (byte)((high << 4) | low);
            text = text[2..];
            if ((i & 1) == 1 && i < 15 && text.Length > 0 && text[0] == '-') text = text[1..];
        }

        return text.IsEmpty;
    }

    private static int Nibble(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => letter - '0',
        >= (byte)'a' and <= (byte)'f' => letter - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => letter - 'A' + 10,
        _ => -1,
    };
}
