using Granary.Sql.Lexing;

namespace Granary.Sql.Parsing;

/// <summary>
/// How tightly operators bind, from PostgreSQL 15's grammar (documentation, section 4.1.6). Arrows, concatenation and all
/// other operators without a level of their own bind tighter than comparisons and looser than plus and minus.
/// </summary>
internal static class Precedence
{
    public const int Lowest = 0;
    public const int Or = 1;
    public const int And = 2;
    public const int Not = 3;
    public const int Is = 4;
    public const int Comparison = 5;
    public const int Membership = 6;
    public const int AnyOperator = 7;
    public const int Additive = 8;
    public const int Multiplicative = 9;
    public const int Power = 10;
    public const int AtTimeZone = 11;
    public const int Collate = 12;
    public const int UnarySign = 13;
    public const int Cast = 14;

    public static int Of(TokenKind kind) => kind switch
    {
        TokenKind.Less or TokenKind.Greater or TokenKind.Equal
            or TokenKind.LessEqual or TokenKind.GreaterEqual or TokenKind.NotEqual => Comparison,
        TokenKind.Operator => AnyOperator,
        TokenKind.Plus or TokenKind.Minus => Additive,
        TokenKind.Star or TokenKind.Slash or TokenKind.Percent => Multiplicative,
        TokenKind.Caret => Power,
        TokenKind.DoubleColon => Cast,
        _ => -1,
    };
}
