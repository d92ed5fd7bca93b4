using System.Globalization;
using System.Text;

namespace Granary.Sql.Lexing;

/// <summary>Decodes <c>U&amp;'…'</c> strings and <c>U&amp;"…"</c> identifiers.</summary>
internal static class UnicodeEscapes
{
    private const int PrefixLength = 2;

    public static string Decode(ReadOnlySpan<char> source, Token token, char quote)
    {
        var text = quote == '\''
            ? TokenText.StringParts(source, token.Start + PrefixLength, token.End)
            : token.RawText(source)[(PrefixLength + 1)..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal);
        if (!text.Contains(token.UnicodeEscape))
            return text;
        return Unescape(source, token, text);
    }

    private static string Unescape(ReadOnlySpan<char> source, Token token, string text)
    {
        // PostgreSQL counts the position of a mistake in the text with doubled quotes undone.
        var origin = token.Start + PrefixLength + 1;
        var result = new StringBuilder(text.Length);
        var highSurrogate = '\0';
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            var value = ReadUnit(source, text, ref i, token.UnicodeEscape, origin);
            if (highSurrogate != 0 ? value is < 0xDC00 or > 0xDFFF || text[start] != token.UnicodeEscape : value is >= 0xDC00 and <= 0xDFFF && text[start] == token.UnicodeEscape)
                throw SyntaxErrors.At(source, origin + start, "invalid Unicode surrogate pair");
            highSurrogate = value is >= 0xD800 and <= 0xDBFF && text[start] == token.UnicodeEscape ? (char)value : '\0';
            result.Append(value > char.MaxValue ? new Rune(value).ToString() : ((char)value).ToString());
        }

        return highSurrogate == 0 ? result.ToString() : throw SyntaxErrors.At(source, origin + text.Length, "invalid Unicode surrogate pair");
    }

    /// <summary>Reads a character or an escape and moves <paramref name="i"/> behind it.</summary>
    private static int ReadUnit(ReadOnlySpan<char> source, string text, ref int i, char escape, int origin)
    {
        if (text[i] != escape)
            return text[i++];
        if (i + 1 < text.Length && text[i + 1] == escape)
        {
            i += 2;
            return escape;
        }

        var (skip, digits) = i + 1 < text.Length && text[i + 1] == '+' ? (2, 6) : (1, 4);
        if (i + skip + digits > text.Length
            || !int.TryParse(text.AsSpan(i + skip, digits), NumberStyles.AllowHexSpecifier, null, out var value))
        {
            throw SyntaxErrors.At(source, origin + i, "invalid Unicode escape", "Unicode escapes must be \\XXXX or \\+XXXXXX.");
        }

        if (value is 0 or > 0x10FFFF)
            throw SyntaxErrors.At(source, origin + i, "invalid Unicode escape value");
        i += skip + digits;
        return value;
    }
}
