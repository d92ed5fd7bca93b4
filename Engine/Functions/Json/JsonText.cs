using System.Text.Json;

namespace Granary.Engine.Functions.Json;

/// <summary>JSON strings as PostgreSQL's text, and back.</summary>
internal static class JsonText
{
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

    private static byte[] Unescape(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var buffer = new byte[quoted.Length];
        return buffer[..reader.CopyString(buffer)];
    }
}
