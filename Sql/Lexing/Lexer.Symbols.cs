using System.Buffers;

namespace Granary.Sql.Lexing;

/// <content>Numbers, punctuation and operators.</content>
public ref partial struct Lexer
{
    // PostgreSQL's NAMEDATALEN: names and operators have at most 63 bytes.
    private const int MaxOperatorLength = 63;

    // Only an operator with one of these may end in + or -.
    private static readonly SearchValues<char> AllowTrailingSign = SearchValues.Create("~!@#%^&|`?");

    private Token ReadNumber()
    {
        var start = _position;
        var end = CharacterClasses.EndOfDigits(_source, start);
        var kind = TokenKind.Integer;
        // "1..2" is the integer 1 and two dots.
        if (CharAt(end) == '.' && CharAt(end + 1) != '.')
        {
            kind = TokenKind.Numeric;
            end = CharacterClasses.EndOfDigits(_source, end + 1);
        }

        return ReadExponent(start, end, kind);
    }

    private Token ReadExponent(int start, int end, TokenKind kind)
    {
        if (CharAt(end) is 'e' or 'E')
        {
            var digits = CharAt(end + 1) is '+' or '-' ? end + 2 : end + 1;
            if (char.IsAsciiDigit(CharAt(digits)))
            {
                kind = TokenKind.Numeric;
                end = CharacterClasses.EndOfDigits(_source, digits);
            }
            else if (digits == end + 2)
            {
                return Fail(TrailingJunk, start, digits);
            }
        }

        return CharacterClasses.StartsIdentifier(CharAt(end))
            ? Fail(TrailingJunk, start, CharacterClasses.EndOfIdentifier(_source, end))
            : Take(kind, end - start);
    }

    private const string TrailingJunk = "trailing junk after numeric literal";

    private readonly char CharAt(int index) => index < _source.Length ? _source[index] : '\0';

    private Token ReadDot()
    {
        if (Peek(1) == '.')
            return Take(TokenKind.DoubleDot, 2);
        return char.IsAsciiDigit(Peek(1))
            ? ReadExponent(_position, CharacterClasses.EndOfDigits(_source, _position + 1), TokenKind.Numeric)
            : Single(TokenKind.Dot);
    }

    private Token ReadColon() => Peek(1) switch
    {
        ':' => Take(TokenKind.DoubleColon, 2),
        '=' => Take(TokenKind.ColonEqual, 2),
        _ => Single(TokenKind.Colon),
    };

    private Token ReadOperator()
    {
        var text = _source.Slice(_position, OperatorLength(_source[_position..]));
        return text.Length > MaxOperatorLength
            ? Fail("operator too long", _position, _position + text.Length)
            : Take(KindOf(text), text.Length);
    }

    private static int OperatorLength(ReadOnlySpan<char> text)
    {
        var length = 1;
        while (length < text.Length && CharacterClasses.IsOperator(text[length]))
            length++;
        length = CutAtComment(text[..length]);
        // The SQL standard wants a=-1 to be two operators.
        if (length > 1 && text[length - 1] is '+' or '-' && text[..(length - 1)].IndexOfAny(AllowTrailingSign) < 0)
        {
            do
                length--;
            while (length > 1 && text[length - 1] is '+' or '-');
        }

        return length;
    }

    private static int CutAtComment(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length - 1; i++)
        {
            if ((text[i], text[i + 1]) is ('/', '*') or ('-', '-'))
                return i;
        }

        return text.Length;
    }

    private static TokenKind KindOf(ReadOnlySpan<char> text) => text switch
    {
        "+" => TokenKind.Plus,
        "-" => TokenKind.Minus,
        "*" => TokenKind.Star,
        "/" => TokenKind.Slash,
        "%" => TokenKind.Percent,
        "^" => TokenKind.Caret,
        "<" => TokenKind.Less,
        ">" => TokenKind.Greater,
        "=" => TokenKind.Equal,
        "<=" => TokenKind.LessEqual,
        ">=" => TokenKind.GreaterEqual,
        "<>" or "!=" => TokenKind.NotEqual,
        "=>" => TokenKind.EqualGreater,
        _ => TokenKind.Operator,
    };
}
