using System.Buffers;
using System.Text.Json;

namespace Granary.Engine.Functions.Json;

/// <summary>JSON strings as PostgreSQL's text, and back.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    /// <summary>Whether a raw value is the null of JSON.</summary>
    public static bool IsNull(ReadOnlySpan<byte> value) => value.SequenceEqual("null"u8);

    /// <summary>Whether a raw key or string, quotes included, stands for a text.</summary>
    public static bool Is(ReadOnlySpan<byte> quoted, ReadOnlySpan<byte> text)
    {
        var inner = quoted[1..^1];
        if (inner.SequenceEqual(text)) return inner.IndexOf((byte)'\\') < 0;
        return inner.IndexOf((byte)'\\') >= 0 && Unescape(quoted).AsSpan().SequenceEqual(text);
    }

    /// <summary>The text of a raw string, quotes included: a view where nothing is escaped.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> quoted) =>
        quoted.IndexOf((byte)'\\') < 0 ? quoted[1..^1] : Unescape(quoted);

    /// <summary>Writes a text as a JSON string, escaped as PostgreSQL's `escape_json` does.</summary>
    public static void WriteQuoted(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> target)
    {
        target.Write("\""u8);
        while (text.Length > 0)
        {
            var plain = text.IndexOfAny(Escaped);
            if (plain < 0) plain = text.Length;
            target.Write(text[..plain]);
            if (plain < text.Length) WriteEscaped(text[plain], target);
            text = text[Math.Min(plain + 1, text.Length)..];
        }

        target.Write("\""u8);
    }

    private static void WriteEscaped(byte value, ArrayBufferWriter<byte> target)
    {
        switch (value)
        {
            case (byte)'"': target.Write("\\\""u8); break;
            case (byte)'\\': target.Write("\\\\"u8); break;
            case (byte)'\b': target.Write("\\b"u8); break;
            case (byte)'\f': target.Write("\\f"u8); break;
            case (byte)'\n': target.Write("\\n"u8); break;
            case (byte)'\r': target.Write("\\r"u8); break;
            case (byte)'\t': target.Write("\\t"u8); break;
            default:
                target.Write("\\u00"u8);
                target.Write([Hex(value >> 4), Hex(value & 15)]);
                break;
        }
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);

    private static byte[] Unescape(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var buffer = new byte[quoted.Length];
        return buffer[..reader.CopyString(buffer)];
    }
}
