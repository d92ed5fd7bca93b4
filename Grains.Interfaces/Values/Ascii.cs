namespace Granary.Grains.Interfaces.Values;

/// <summary>Letters, digits and blanks as PostgreSQL's input functions see them, whatever the locale.</summary>
internal static class Ascii
{
    public static bool IsBlank(byte value) => value is (byte)' ' or (>= 9 and <= 13);

    public static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    public static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 25;

    public static byte Lower(byte value) => (uint)(value - 'A') <= 25 ? (byte)(value | 0x20) : value;

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => TrimEnd(TrimStart(text));

    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && IsBlank(text[start])) start++;
        return text[start..];
    }

    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        while (end > 0 && IsBlank(text[end - 1])) end--;
        return text[..end];
    }

    /// <summary>Whether a word, in any case, is the beginning of a lower-case word.</summary>
    public static bool IsPrefixOf(ReadOnlySpan<byte> word, ReadOnlySpan<byte> lower)
    {
        if (word.Length > lower.Length) return false;
        for (var i = 0; i < word.Length; i++)
            if (Lower(word[i]) != lower[i]) return false;
        return true;
    }

    /// <summary>Whether a word, in any case, equals a lower-case word.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> word, ReadOnlySpan<byte> lower) =>
        word.Length == lower.Length && IsPrefixOf(word, lower);

    /// <summary>Whether a text begins with a lower-case word, in any case.</summary>
    public static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length >= lower.Length && IsPrefixOf(text[..lower.Length], lower);
}
