namespace Granary.Sql.Lexing;

/// <summary>What a token is.</summary>
public enum TokenKind : byte
{
    /// <summary>The end of the text, or the place where the lexer found an error.</summary>
    End = 0,

    /// <summary>A character that starts no token of the language.</summary>
    Unknown,
    Identifier,
    QuotedIdentifier,
    UnicodeIdentifier,
    Keyword,
    Integer,
    Numeric,
    String,
    EscapeString,
    UnicodeString,
    DollarString,
    BitString,
    HexString,
    Parameter,

    /// <summary>An operator that has no kind of its own.</summary>
    Operator,
    Comma,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    Dot,
    Semicolon,
    Colon,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Caret,
    Less,
    Greater,
    Equal,
    LessEqual,
    GreaterEqual,
    NotEqual,
    DoubleColon,
    DoubleDot,
    ColonEqual,
    EqualGreater,
}

/// <summary>One token: a kind and a span of the text. Its value is decoded only when it is asked for (<see cref="TokenText"/>).</summary>
public readonly record struct Token(TokenKind Kind, int Start, int Length, Keyword Keyword = Keyword.None)
{
    /// <summary>The escape character of a Unicode string or identifier, if UESCAPE changed it; otherwise backslash.</summary>
    public char UnicodeEscape { get; init; } = '\\';

    public int End => Start + Length;

    public ReadOnlySpan<char> RawText(ReadOnlySpan<char> source) => source.Slice(Start, Length);
}
