namespace Granary.Sql.Lexing;

/// <content>Quoted things: strings of all kinds and quoted identifiers.</content>
public ref partial struct Lexer
{
    private Token ReadString(TokenKind kind, int prefixLength)
    {
        var start = _position;
        _position += prefixLength + 1;
        do
        {
            if (!SkipToClosingQuote(kind == TokenKind.EscapeString))
                return Fail(Unterminated(kind), start, _source.Length);
        }
        while (SkipContinuation());
        return new Token(kind, start, _position - start);
    }

    private static string Unterminated(TokenKind kind) => kind switch
    {
        TokenKind.BitString => "unterminated bit string literal",
        TokenKind.HexString => "unterminated hexadecimal string literal",
        _ => "unterminated quoted string",
    };

    /// <summary>Goes behind the quote that ends the part of a string at the position; false if there is none.</summary>
    private bool SkipToClosingQuote(bool hasBackslashEscapes)
    {
        while (true)
        {
            var rest = _source[_position..];
            var length = hasBackslashEscapes ? rest.IndexOfAny('\'', '\\') : rest.IndexOf('\'');
            if (length < 0)
                return false;
            _position += length + 1;
            var isQuote = rest[length] == '\'';
            if (isQuote && Peek(0) != '\'')
                return true;
            // A doubled quote, or a backslash and the character that it escapes.
            if (_position >= _source.Length)
                return false;
            _position++;
        }
    }

    /// <summary>If the string goes on after a line break (SQL's continuation), goes behind the new opening quote.</summary>
    private bool SkipContinuation()
    {
        var end = StringContinuation.FindQuote(_source, _position);
        if (end < 0)
            return false;
        _position = end + 1;
        return true;
    }

    private Token ReadQuotedIdentifier(TokenKind kind, int prefixLength)
    {
        var start = _position;
        _position += prefixLength + 1;
        while (true)
        {
            var length = _source[_position..].IndexOf('"');
            if (length < 0)
                return Fail("unterminated quoted identifier", start, _source.Length);
            _position += length + 1;
            if (Peek(0) != '"')
                break;
            _position++;
        }

        return _position - start == prefixLength + 2
            ? Fail("zero-length delimited identifier", start, _position)
            : new Token(kind, start, _position - start);
    }

    /// <summary>A parameter <c>$1</c>, a dollar-quoted string, or a dollar sign that means nothing.</summary>
    private Token ReadDollar()
    {
        var start = _position;
        if (char.IsAsciiDigit(Peek(1)))
        {
            var end = CharacterClasses.EndOfDigits(_source, start + 1);
            return end < _source.Length && CharacterClasses.StartsIdentifier(_source[end])
                ? Fail("trailing junk after parameter", start, CharacterClasses.EndOfIdentifier(_source, end))
                : Take(TokenKind.Parameter, end - start);
        }

        var tagLength = DollarTagLength(_source[start..]);
        if (tagLength == 0)
            return Single(TokenKind.Unknown);
        var tag = _source.Slice(start, tagLength);
        var bodyLength = _source[(start + tagLength)..].IndexOf(tag);
        return bodyLength < 0
            ? Fail("unterminated dollar-quoted string", start, _source.Length)
            : Take(TokenKind.DollarString, bodyLength + (2 * tagLength));
    }

    /// <summary>The length of <c>$tag$</c> at the start of the text, 0 if there is none.</summary>
    internal static int DollarTagLength(ReadOnlySpan<char> text)
    {
        var i = 1;
        while (i < text.Length && (i == 1 ? CharacterClasses.StartsDollarTag(text[i]) : CharacterClasses.ContinuesDollarTag(text[i])))
            i++;
        return i < text.Length && text[i] == '$' ? i + 1 : 0;
    }
}
