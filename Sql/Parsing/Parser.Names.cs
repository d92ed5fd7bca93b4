using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Names: which words may be one depends on the place, as PostgreSQL's keyword categories say.</content>
internal sealed partial class Parser
{
    private static bool IsIdentifier(Token token)
        => token.Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier or TokenKind.UnicodeIdentifier;

    /// <summary>May name a column or a table (ColId).</summary>
    private static bool IsColumnName(Token token)
        => IsIdentifier(token) || KeywordTable.Category(token.Keyword) is KeywordCategory.Unreserved or KeywordCategory.ColumnName;

    /// <summary>May name a function or a type (type_function_name).</summary>
    private static bool IsFunctionName(Token token)
        => IsIdentifier(token) || KeywordTable.Category(token.Keyword) is KeywordCategory.Unreserved or KeywordCategory.TypeFunctionName;

    /// <summary>Anything but a reserved word (NonReservedWord).</summary>
    private static bool IsNonReserved(Token token)
        => IsIdentifier(token) || (token.Kind == TokenKind.Keyword && KeywordTable.Category(token.Keyword) != KeywordCategory.Reserved);

    /// <summary>Any word (ColLabel): after AS or a dot.</summary>
    private static bool IsLabel(Token token) => IsIdentifier(token) || token.Kind == TokenKind.Keyword;

    /// <summary>May be the label of a result column without AS (BareColLabel).</summary>
    private static bool IsBareLabel(Token token)
        => IsIdentifier(token) || (token.Kind == TokenKind.Keyword && KeywordTable.IsBareLabel(token.Keyword));

    private static bool IsString(Token token)
        => token.Kind is TokenKind.String or TokenKind.EscapeString or TokenKind.DollarString or TokenKind.UnicodeString;

    private string TakeName() => TokenText.Name(Source, Take());

    private string ParseColumnName() => IsColumnName(Current) ? TakeName() : throw Unexpected();

    private string ParseLabel() => IsLabel(Current) ? TakeName() : throw Unexpected();

    private List<string> ParseColumnNames() => ParseList(ParseColumnName);

    private List<string> ParseParenthesizedNames() => ParseParenthesizedList(ParseColumnName);

    /// <summary>Names in parentheses, or nothing.</summary>
    private List<string> ParseOptionalNames() => Is(TokenKind.OpenParenthesis) ? ParseParenthesizedNames() : [];

    private string ParseString() => IsString(Current) ? TokenText.String(Source, Take()) : throw Unexpected();

    private int ParseInteger()
    {
        if (!Is(TokenKind.Integer) || !int.TryParse(Current.RawText(Source), out var value))
            throw Unexpected();
        _index++;
        return value;
    }

    private int ParseSignedInteger()
    {
        var isNegative = Accept(TokenKind.Minus);
        if (!isNegative)
            Accept(TokenKind.Plus);
        return isNegative ? -ParseInteger() : ParseInteger();
    }

    private bool IsSignedNumber()
        => Current.Kind is TokenKind.Integer or TokenKind.Numeric or TokenKind.Plus or TokenKind.Minus;

    /// <summary>A number with an optional sign, as text.</summary>
    private string ParseSignedNumber()
    {
        var sign = Accept(TokenKind.Minus) ? "-" : "";
        if (sign.Length == 0)
            Accept(TokenKind.Plus);
        return Current.Kind is TokenKind.Integer or TokenKind.Numeric ? sign + Take().RawText(Source).ToString() : throw Unexpected();
    }

    /// <summary>A word that is not reserved, or a string.</summary>
    private string ParseWordOrString() => IsNonReserved(Current) ? TakeName() : ParseString();

    /// <summary>The name of a table: at most a catalogue, a schema and a name.</summary>
    private QualifiedName ParseQualifiedName()
    {
        const int MaxParts = 3;
        var name = ParseAnyName();
        if (Is(TokenKind.OpenBracket))
            throw Unexpected();
        return name.Parts.Count <= MaxParts
            ? name
            : throw ErrorAt(name.Position, $"improper qualified name (too many dotted names): {name}");
    }

    /// <summary>A dotted name of any length (any_name).</summary>
    private QualifiedName ParseAnyName()
    {
        var position = Position;
        var parts = new List<string> { ParseColumnName() };
        while (Accept(TokenKind.Dot))
            parts.Add(ParseLabel());
        return new QualifiedName(position, parts);
    }
}
