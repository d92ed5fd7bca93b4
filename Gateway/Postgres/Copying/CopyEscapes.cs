namespace Granary.Gateway.Postgres.Copying;

/// <summary>Backslash escapes of the text format.</summary>
internal static class CopyEscapes
{
    /// <summary>Undoes escapes; gives the bytes written, never more than read.</summary>
    public static int Undo(ReadOnlySpan<byte> field, Span<byte> target)
    {
        int at = 0, count = 0;
        while (at < field.Length)
        {
            var plain = field[at..].IndexOf((byte)'\\');
            if (plain < 0) plain = field.Length - at;
            field.Slice(at, plain).CopyTo(target[count..]);
            at += plain;
            count += plain;
            if (at == field.Length) break;
            if (++at == field.Length)
            {
                target[count++] = (byte)'\\'; // nothing behind it: it is itself
                break;
            }

            target[count++] = UndoOne(field, ref at);
        }

        return count;
    }

    private static byte UndoOne(ReadOnlySpan<byte> field, ref int at)
    {
        var letter = field[at++];
        switch (letter)
        {
            case (byte)'b': return (byte)'\b';
            case (byte)'f': return (byte)'\f';
            case (byte)'n': return (byte)'\n';
            case (byte)'r': return (byte)'\r';
            case (byte)'t': return (byte)'\t';
            case (byte)'v': return (byte)'\v';
            case >= (byte)'0' and <= (byte)'7': return Octal(letter - '0', field, ref at);
            case (byte)'x' when at < field.Length && char.IsAsciiHexDigit((char)field[at]): return Hex(field, ref at);
            default: return letter;
        }
    }

    private static byte Octal(int value, ReadOnlySpan<byte> field, ref int at)
    {
        for (var digits = 1; digits < 3 && at < field.Length && field[at] is >= (byte)'0' and <= (byte)'7'; digits++) value = value * 8 + field[at++] - '0';
        return (byte)value;
    }

    private static byte Hex(ReadOnlySpan<byte> field, ref int at)
    {
        var value = 0;
        for (var digits = 0; digits < 2 && at < field.Length && char.IsAsciiHexDigit((char)field[at]); digits++)
        {
            var letter = field[at++];
            value = value * 16 + (letter <= '9' ? letter - '0' : (letter | 0x20) - 'a' + 10);
        }

        return (byte)value;
    }
}
