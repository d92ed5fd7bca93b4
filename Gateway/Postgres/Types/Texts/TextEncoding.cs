using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Types.Texts;

/// <summary>Refuses text that PostgreSQL with encoding UTF8 refuses.</summary>
internal static class TextEncoding
{
    /// <summary>Throws 22021 unless the bytes are UTF-8 without NUL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text) || text.Contains((byte)0)) throw Refuse(text);
    }

    private static GranaryException Refuse(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && text[at] != 0 && Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done) at += length;
        var bad = text.Slice(at, Math.Min(BadLength(text[at]), text.Length - at)).ToArray();
        var shown = string.Join(' ', bad.Select(value => $"0x{value:x2}"));
        return ValueErrors.Invalid(SqlState.CharacterNotInRepertoire, $"invalid byte sequence for encoding \"UTF8\": {shown}");
    }

    // PostgreSQL shows as many bytes as the first one announces
    private static int BadLength(byte first) => first switch
    {
        < 0x80 => 1,
        >= 0xC0 and < 0xE0 => 2,
        >= 0xE0 and < 0xF0 => 3,
        >= 0xF0 and < 0xF8 => 4,
        _ => 1,
    };
}
