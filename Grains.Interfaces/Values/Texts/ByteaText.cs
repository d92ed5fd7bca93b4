using System.Buffers;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Values.Texts;

/// <summary>The hex and escape forms of bytea.</summary>
internal static class ByteaText
{
    /// <summary>Reads either form into a span as long as the text; throws 22P02 or 22023.</summary>
    public static int Read(ReadOnlySpan<byte> text, Span<byte> target) => text.StartsWith("\\x"u8) ? ReadHex(text[2..], target) : ReadEscaped(text, target);

    /// <summary>Reads pairs of hex digits, blanks between them allowed.</summary>
    public static int ReadHex(ReadOnlySpan<byte> text, Span<byte> target)
    {
        if ((text.Length & 1) == 0 && Convert.FromHexString(text, target, out _, out var written) == OperationStatus.Done) return written;
        return ReadSpacedHex(text, target);
    }

    // blanks may stand between the pairs
    private static int ReadSpacedHex(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var (at, count) = (0, 0);
        while (at < text.Length)
        {
            if (text[at] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r')
            {
                at++;
                continue;
            }

            var high = Nibble(text[at++]);
            if (at == text.Length) throw ValueErrors.Invalid(SqlState.InvalidParameterValue, "invalid hexadecimal data: odd number of digits");
            target[count++] = (byte)((high << 4) | Nibble(text[at++]));
        }

        return count;
    }

    private static int Nibble(byte letter)
    {
        if (char.IsAsciiHexDigit((char)letter)) return Convert.ToInt32(((char)letter).ToString(), 16);
        throw ValueErrors.Invalid(SqlState.InvalidParameterValue, $"invalid hexadecimal digit: \"{(char)letter}\"");
    }

    /// <summary>Reads octal escapes and doubled backslashes.</summary>
    public static int ReadEscaped(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var (at, count) = (0, 0);
        while (at < text.Length)
        {
            if (text[at] != '\\') target[count++] = text[at++];
            else if (at + 3 < text.Length && text[at + 1] is >= (byte)'0' and <= (byte)'3' && IsOctal(text[at + 2]) && IsOctal(text[at + 3]))
            {
                target[count++] = (byte)(((text[at + 1] - '0') << 6) | ((text[at + 2] - '0') << 3) | (text[at + 3] - '0'));
                at += 4;
            }
            else if (at + 1 < text.Length && text[at + 1] == '\\')
            {
                target[count++] = (byte)'\\';
                at += 2;
            }
            else throw ValueErrors.Invalid(SqlState.InvalidTextRepresentation, "invalid input syntax for type bytea");
        }

        return count;
    }

    private static bool IsOctal(byte letter) => letter is >= (byte)'0' and <= (byte)'7';

    /// <summary>Writes the escape form.</summary>
    public static void WriteEscaped(ReadOnlySpan<byte> bytes, PooledBuffer output)
    {
        foreach (var value in bytes)
        {
            if (value == '\\') output.Write("\\\\"u8);
            else if (value is >= 0x20 and <= 0x7e) output.WriteByte(value);
            else
            {
                ReadOnlySpan<byte> octal = [(byte)'\\', (byte)('0' + (value >> 6)), (byte)('0' + ((value >> 3) & 7)), (byte)('0' + (value & 7))];
                output.Write(octal);
            }
        }
    }
}
