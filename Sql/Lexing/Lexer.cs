namespace Granary.Sql.Lexing;

/// <summary>
/// PostgreSQL 15's lexer over one text: each call of <see cref="Next"/> gives one token and allocates nothing.
/// After an error it gives <see cref="TokenKind.End"/> for ever and <see cref="Error"/> says why.
/// </summary>
public ref partial struct Lexer
{
    private readonly ReadOnlySpan<char> _source;
    private int _position;

    public Lexer(ReadOnlySpan<char> source) => _source = source;

    public LexicalError? Error { get; private set; }

    public readonly int Position => _position;

    public Token Next()
    {
        if (Error is not null || !SkipWhitespaceAndComments() || _position >= _source.Length)
            return new Token(TokenKind.End, Error?.Start ?? _source.Length, 0);
        var c = _source[_position];
        return c switch
        {
            '\'' => ReadString(TokenKind.String, 0),
            '"' => ReadQuotedIdentifier(TokenKind.QuotedIdentifier, 0),
            '$' => ReadDollar(),
            '.' => ReadDot(),
            ':' => ReadColon(),
            ',' => Single(TokenKind.Comma),
            '(' => Single(TokenKind.OpenParenthesis),
            ')' => Single(TokenKind.CloseParenthesis),
            '[' => Single(TokenKind.OpenBracket),
            ']' => Single(TokenKind.CloseBracket),
            ';' => Single(TokenKind.Semicolon),
            >= '0' and <= '9' => ReadNumber(),
            _ when CharacterClasses.StartsIdentifier(c) => ReadWord(c),
            _ when CharacterClasses.IsOperator(c) => ReadOperator(),
            _ => Single(TokenKind.Unknown),
        };
    }

    /// <summary>Skips to the next token; false if a comment has no end.</summary>
    private bool SkipWhitespaceAndComments()
    {
        while (_position < _source.Length)
        {
            if (CharacterClasses.IsSpace(_source[_position]))
                _position++;
            else if (At("--"))
                SkipLineComment();
            else if (!At("/*"))
                return true;
            else if (!SkipBlockComment())
                return false;
        }

        return true;
    }

    private void SkipLineComment()
    {
        var length = _source[_position..].IndexOfAny('\n', '\r');
        _position = length < 0 ? _source.Length : _position + length;
    }

    private bool SkipBlockComment()
    {
        var start = _position;
        var depth = 0;
        do
        {
            var length = _source[_position..].IndexOfAny('*', '/');
            if (length < 0 || (_position += length) + 1 >= _source.Length)
            {
                Fail("unterminated /* comment", start, _source.Length);
                return false;
            }

            if (At("/*"))
                (depth, _position) = (depth + 1, _position + 2);
            else if (At("*/"))
                (depth, _position) = (depth - 1, _position + 2);
            else
                _position++;
        }
        while (depth > 0);
        return true;
    }

    private Token ReadWord(char first)
    {
        var start = _position;
        var next = start + 1 < _source.Length ? _source[start + 1] : '\0';
        if (next == '\'')
        {
            switch (first)
            {
                case 'e' or 'E':
                    return ReadString(TokenKind.EscapeString, 1);
                case 'b' or 'B':
                    return ReadString(TokenKind.BitString, 1);
                case 'x' or 'X':
                    return ReadString(TokenKind.HexString, 1);
                case 'n' or 'N':
                    // N'text' is the type nchar before a plain string.
                    _position++;
                    return new Token(TokenKind.Keyword, start, 1, Keyword.Nchar);
            }
        }

        if (next == '&' && first is 'u' or 'U' && start + 2 < _source.Length)
        {
            if (_source[start + 2] == '\'')
                return ReadString(TokenKind.UnicodeString, 2);
            if (_source[start + 2] == '"')
                return ReadQuotedIdentifier(TokenKind.UnicodeIdentifier, 2);
        }

        _position = CharacterClasses.EndOfIdentifier(_source, start);
        var keyword = KeywordTable.Find(_source[start.._position]);
        return new Token(keyword == Keyword.None ? TokenKind.Identifier : TokenKind.Keyword, start, _position - start, keyword);
    }

    private readonly bool At(ReadOnlySpan<char> text) => _source[_position..].StartsWith(text);

    private readonly char Peek(int offset) => _position + offset < _source.Length ? _source[_position + offset] : '\0';

    private Token Single(TokenKind kind) => Take(kind, 1);

    private Token Take(TokenKind kind, int length)
    {
        _position += length;
        return new Token(kind, _position - length, length);
    }

    private Token Fail(string message, int start, int end)
    {
        Error = new LexicalError(message, start, end);
        _position = _source.Length;
        return new Token(TokenKind.End, start, 0);
    }
}
