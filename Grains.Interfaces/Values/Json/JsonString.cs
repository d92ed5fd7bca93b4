using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Granary.Grains.Interfaces.Values.Json;

/// <summary>Strings within JSON: undoing escapes, and writing them as jsonb does.</summary>
internal static class JsonString
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    /// <summary>Undoes escapes that the scanner has checked; surrogates must come in pairs, NUL is refused.</summary>
    public static void Unescape(ReadOnlySpan<byte> raw, PooledBuffer output)
    {
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                output.WriteByte(raw[i]);
                continue;
            }

            switch (raw[++i])
            {
                case (byte)'b':
                    output.WriteByte((byte)'\b');
                    break;
                case (byte)'f':
                    output.WriteByte((byte)'\f');
                    break;
                case (byte)'n':
                    output.WriteByte((byte)'\n');
                    break;
                case (byte)'r':
                    output.WriteByte((byte)'\r');
                    break;
                case (byte)'t':
                    output.WriteByte((byte)'\t');
                    break;
                case (byte)'u':
                    i = UnescapeUnicode(raw, i + 1, output) - 1;
                    break;
                default:
                    output.WriteByte(raw[i]);
                    break;
            }
        }
    }

    /// <summary>Writes a string with quotes and the escapes of PostgreSQL's escape_json.</summary>
    public static void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        while (text.Length > 0)
        {
            var plain = text.IndexOfAny(Escaped);
            if (plain < 0) plain = text.Length;
            output.Write(text[..plain]);
            if (plain < text.Length) WriteEscaped(text[plain], output);
            text = text[Math.Min(plain + 1, text.Length)..];
        }

        output.Write("\""u8);
    }

    private static void WriteEscaped(byte value, IBufferWriter<byte> output)
    {
        switch (value)
        {
            case (byte)'"': output.Write("\\\""u8); break;
            case (byte)'\\': output.Write("\\\\"u8); break;
            case (byte)'\b': output.Write("\\b"u8); break;
            case (byte)'\f': output.Write("\\f"u8); break;
            case (byte)'\n': output.Write("\\n"u8); break;
            case (byte)'\r': output.Write("\\r"u8); break;
            case (byte)'\t': output.Write("\\t"u8); break;
            default:
                output.Write("\\u00"u8);
                output.Write([Hex(value >> 4), Hex(value & 15)]);
                break;
        }
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);

    // gives the place behind the escape, or behind both of a pair
    private static int UnescapeUnicode(ReadOnlySpan<byte> raw, int at, PooledBuffer output)
    {
        var unit = (char)ReadHex(raw[at..]);
        at += 4;
        if (unit == 0) throw JsonErrors.Unicode("\\u0000 cannot be converted to text.");
        if (char.IsLowSurrogate(unit)) throw BadSurrogate("Unicode low surrogate must follow a high surrogate.");
        var rune = default(Rune);
        if (char.IsHighSurrogate(unit))
        {
            if (at + 6 > raw.Length || raw[at] != '\\' || raw[at + 1] != 'u') throw BadSurrogate("Unicode low surrogate must follow a high surrogate.");
            var low = (char)ReadHex(raw[(at + 2)..]);
            if (char.IsHighSurrogate(low)) throw BadSurrogate("Unicode high surrogate must not follow a high surrogate.");
            if (!Rune.TryCreate(unit, low, out rune)) throw BadSurrogate("Unicode low surrogate must follow a high surrogate.");
            at += 6;
        }
        else rune = new Rune(unit);

        output.Advance(rune.EncodeToUtf8(output.Reserve(4)));
        return at;
    }

    private static int ReadHex(ReadOnlySpan<byte> digits)
    {
        if (!Utf8Parser.TryParse(digits[..4], out int value, out _, 'x')) throw new InvalidOperationException("the scanner let a bad escape pass");
        return value;
    }

    private static Granary.Grains.Interfaces.Errors.GranaryException BadSurrogate(string detail) =>
        ValueErrors.Invalid(Granary.Grains.Interfaces.Errors.SqlState.InvalidTextRepresentation, "invalid input syntax for type json", detail);
}
