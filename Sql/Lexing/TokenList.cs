using Granary.Grains.Interfaces.Errors;

namespace Granary.Sql.Lexing;

/// <summary>
/// All tokens of a text, ending with one <see cref="TokenKind.End"/>. A lexical error is kept until somebody asks for
/// the token it hides, because PostgreSQL reports a syntax error in front of it first.
/// </summary>
internal sealed class TokenList
{
    private const int AverageTokenLength = 5;
    private readonly List<Token> _tokens;
    private readonly GranaryException? _error;

    public TokenList(string source)
    {
        Source = source;
        _tokens = new List<Token>(Math.Min((source.Length / AverageTokenLength) + 4, 1024));
        var lexer = new Lexer(source);
        Token token;
        do
        {
            token = lexer.Next();
            if (token.Keyword == Keyword.Uescape && FollowsUnicode())
                _error = ReadUnicodeEscape(ref lexer);
            else
                _tokens.Add(token);
        }
        while (token.Kind != TokenKind.End && _error is null);
        if (token.Kind != TokenKind.End)
            _tokens.Add(new Token(TokenKind.End, token.Start, 0));
        if (lexer.Error is { } error)
            _error ??= SyntaxErrors.From(source, error);
    }

    public string Source { get; }

    /// <summary>The token at the index; the last one (End) for every index behind it.</summary>
    public Token this[int index] => index < _tokens.Count ? _tokens[index] : _tokens[^1];

    public int Count => _tokens.Count;

    /// <summary>The error that the last token stands for, or null when it is the end of the text.</summary>
    public GranaryException? Error => _error;

    private bool FollowsUnicode() => _tokens.Count > 0 && _tokens[^1].Kind is TokenKind.UnicodeString or TokenKind.UnicodeIdentifier;

    /// <summary>Applies <c>UESCAPE 'c'</c> to the last token; gives the error if it is none.</summary>
    private GranaryException? ReadUnicodeEscape(ref Lexer lexer)
    {
        var token = lexer.Next();
        if (token.Kind is not (TokenKind.String or TokenKind.EscapeString or TokenKind.DollarString))
        {
            return lexer.Error is { } error
                ? SyntaxErrors.From(Source, error)
                : SyntaxErrors.Near(Source, token.Start, token.End, "UESCAPE must be followed by a simple string literal");
        }

        var escape = TokenText.String(Source, token);
        if (escape.Length != 1 || !IsUnicodeEscape(escape[0]))
            return SyntaxErrors.Near(Source, token.Start, token.End, "invalid Unicode escape character");
        _tokens[^1] = _tokens[^1] with { UnicodeEscape = escape[0] };
        return null;
    }

    private static bool IsUnicodeEscape(char c)
        => !char.IsAsciiHexDigit(c) && c is not ('+' or '\'' or '"') && !CharacterClasses.IsSpace(c);
}
