using System.Text;

namespace Granary.Sql.Lexing;

/// <summary>Decodes the values of tokens: names, strings, numbers.</summary>
internal static class TokenText
{
    // PostgreSQL's NAMEDATALEN - 1: longer names are cut.
    private const int MaxNameBytes = 63;

    /// <summary>The name of an identifier or a keyword: unquoted ones in lower case, cut to 63 bytes.</summary>
    public static string Name(ReadOnlySpan<char> source, Token token) => token.Kind switch
    {
        TokenKind.Keyword => KeywordTable.Word(token.Keyword),
        TokenKind.Identifier => Truncate(Fold(token.RawText(source))),
        TokenKind.QuotedIdentifier => Truncate(Undouble(token.RawText(source)[1..^1], '"')),
        _ => Truncate(UnicodeEscapes.Decode(source, token, '"')),
    };

    /// <summary>The value of a string of any kind.</summary>
    public static string String(ReadOnlySpan<char> source, Token token) => token.Kind switch
    {
        TokenKind.EscapeString => EscapeStrings.Decode(source, token),
        TokenKind.UnicodeString => UnicodeEscapes.Decode(source, token, '\''),
        TokenKind.DollarString => DollarBody(token.RawText(source)),
        TokenKind.BitString or TokenKind.HexString => StringParts(source, token.Start + 1, token.End),
        _ => StringParts(source, token.Start, token.End),
    };

    /// <summary>The number of a parameter; too big a number is no parameter that could exist.</summary>
    public static int ParameterNumber(ReadOnlySpan<char> source, Token token)
        => int.TryParse(token.RawText(source)[1..], out var number) ? number : int.MaxValue;

    /// <summary>Joins the parts of a string between <paramref name="start"/> (its first quote) and <paramref name="end"/>, with doubled quotes undone.</summary>
    public static string StringParts(ReadOnlySpan<char> source, int start, int end)
    {
        var first = PartLength(source[start..end]);
        var value = Undouble(source.Slice(start + 1, first - 2), '\'');
        if (start + first == end)
            return value;
        var joined = new StringBuilder(value);
        for (var position = start + first; position < end;)
        {
            position = StringContinuation.FindQuote(source, position);
            var length = PartLength(source[position..end]);
            joined.Append(Undouble(source.Slice(position + 1, length - 2), '\''));
            position += length;
        }

        return joined.ToString();
    }

    /// <summary>The length, with both quotes, of the first part of a string without backslash escapes.</summary>
    private static int PartLength(ReadOnlySpan<char> text)
    {
        var position = 1;
        while (true)
        {
            position += text[position..].IndexOf('\'') + 1;
            if (position >= text.Length || text[position] != '\'')
                return position;
            position++;
        }
    }

    private static string Undouble(ReadOnlySpan<char> text, char quote)
        => text.Contains(quote) ? text.ToString().Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal) : text.ToString();

    private static string Fold(ReadOnlySpan<char> text)
        => string.Create(text.Length, text, static (lower, text) =>
        {
            for (var i = 0; i < text.Length; i++)
                lower[i] = text[i] is >= 'A' and <= 'Z' ? (char)(text[i] | 0x20) : text[i];
        });

    private static string DollarBody(ReadOnlySpan<char> text)
    {
        var tagLength = text[1..].IndexOf('$') + 2;
        return text[tagLength..^tagLength].ToString();
    }

    private static string Truncate(string name)
    {
        if (name.Length * 3 <= MaxNameBytes || Encoding.UTF8.GetByteCount(name) <= MaxNameBytes)
            return name;
        var (bytes, length) = (0, 0);
        foreach (var rune in name.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > MaxNameBytes)
                break;
            length += rune.Utf16SequenceLength;
        }

        return name[..length];
    }
}
