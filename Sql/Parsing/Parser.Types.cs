using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Type names: PostgreSQL's own spellings become its system names, all others are generic.</content>
internal sealed partial class Parser
{
    /// <summary>A type with its array bounds (Typename).</summary>
    private TypeName ParseTypeName()
    {
        var position = Position;
        var isSetOf = Accept(Keyword.Setof);
        var type = ParseSimpleTypeName();
        return type with { Position = position, IsSetOf = isSetOf, ArrayBounds = ParseArrayBounds() };
    }

    private List<int?> ParseArrayBounds()
    {
        var bounds = new List<int?>();
        if (Accept(Keyword.Array))
        {
            bounds.Add(Accept(TokenKind.OpenBracket) ? ParseArrayBound(isRequired: true) : null);
            return bounds;
        }

        while (Accept(TokenKind.OpenBracket))
            bounds.Add(ParseArrayBound(isRequired: false));
        return bounds;
    }

    private int? ParseArrayBound(bool isRequired)
    {
        int? bound = isRequired || !Is(TokenKind.CloseBracket) ? ParseInteger() : null;
        Expect(TokenKind.CloseBracket);
        return bound;
    }

    private TypeName ParseSimpleTypeName()
    {
        if (TryParseKeywordType(isLiteral: false) is { } type)
            return type;
        if (Is(Keyword.Interval))
            return ParseIntervalType();
        if (!IsFunctionName(Current))
            throw Unexpected();
        var position = Position;
        var parts = new List<string> { TakeName() };
        while (Accept(TokenKind.Dot))
            parts.Add(ParseLabel());
        return new TypeName(position, new QualifiedName(position, parts)) { Modifiers = ParseOptionalModifiers() };
    }

    private List<Expression> ParseOptionalModifiers()
        => Is(TokenKind.OpenParenthesis) ? ParseParenthesizedList(ParseExpression) : [];

    /// <summary>A type that PostgreSQL's grammar spells with keywords; null if there is none here.
    /// As the type of a literal, <c>char</c> and <c>bit</c> have no length.</summary>
    private TypeName? TryParseKeywordType(bool isLiteral)
    {
        var position = Position;
        switch (Current.Keyword)
        {
            case Keyword.Int or Keyword.Integer:
                return TakeSystemType("int4");
            case Keyword.Smallint:
                return TakeSystemType("int2");
            case Keyword.Bigint:
                return TakeSystemType("int8");
            case Keyword.Real:
                return TakeSystemType("float4");
            case Keyword.Boolean:
                return TakeSystemType("bool");
            case Keyword.Float:
                return ParseFloatType();
            case Keyword.Double when NextIs(Keyword.Precision):
                _index += 2;
                return SystemType(position, "float8");
            case Keyword.Decimal or Keyword.Dec or Keyword.Numeric:
                return TakeSystemType("numeric") with { Modifiers = ParseOptionalModifiers() };
            case Keyword.Bit:
                return ParseBitType(isLiteral);
            case Keyword.Character or Keyword.Char or Keyword.Varchar or Keyword.National or Keyword.Nchar:
                return ParseCharacterType(isLiteral);
            case Keyword.Timestamp:
                return ParseTimeType("timestamp", "timestamptz");
            case Keyword.Time:
                return ParseTimeType("time", "timetz");
            default:
                return null;
        }
    }

    private static TypeName SystemType(int position, string name)
        => new(position, new QualifiedName(position, ["pg_catalog", name]));

    private TypeName TakeSystemType(string name) => SystemType(Take().Start, name);

    private TypeName ParseFloatType()
    {
        const int MaxSinglePrecision = 24;
        const int MaxDoublePrecision = 53;
        var position = Take().Start;
        if (!Accept(TokenKind.OpenParenthesis))
            return SystemType(position, "float8");
        var digits = Position;
        var precision = ParseInteger();
        Expect(TokenKind.CloseParenthesis);
        return precision switch
        {
            < 1 => throw StateErrorAt(digits, SqlState.InvalidParameterValue, "precision for type float must be at least 1 bit"),
            <= MaxSinglePrecision => SystemType(position, "float4"),
            <= MaxDoublePrecision => SystemType(position, "float8"),
            _ => throw StateErrorAt(digits, SqlState.InvalidParameterValue, "precision for type float must be less than 54 bits"),
        };
    }

    private TypeName ParseBitType(bool isLiteral)
    {
        var position = Take().Start;
        var isVarying = Accept(Keyword.Varying);
        var modifiers = ParseOptionalModifiers();
        if (modifiers.Count == 0 && !isVarying && !isLiteral)
            modifiers = [new IntegerLiteral(position, 1)];
        return SystemType(position, isVarying ? "varbit" : "bit") with { Modifiers = modifiers };
    }

    private TypeName ParseCharacterType(bool isLiteral)
    {
        var first = Take();
        if (first.Keyword == Keyword.National)
            Expect(Is(Keyword.Char) ? Keyword.Char : Keyword.Character);
        var isVarying = first.Keyword == Keyword.Varchar || Accept(Keyword.Varying);
        var modifiers = ParseOptionalInteger();
        if (modifiers.Count == 0 && !isVarying && !isLiteral)
            modifiers = [new IntegerLiteral(first.Start, 1)];
        return SystemType(first.Start, isVarying ? "varchar" : "bpchar") with { Modifiers = modifiers };
    }

    /// <summary>An integer in parentheses as a type's modifier, or nothing.</summary>
    private IReadOnlyList<Expression> ParseOptionalInteger()
    {
        if (!Accept(TokenKind.OpenParenthesis))
            return [];
        var position = Position;
        var value = ParseInteger();
        Expect(TokenKind.CloseParenthesis);
        return [new IntegerLiteral(position, value)];
    }

    private TypeName ParseTimeType(string withoutZone, string withZone)
    {
        var position = Take().Start;
        var precision = ParseOptionalInteger();
        var hasZone = Is(Keyword.With) && NextIs(Keyword.Time);
        if (hasZone || Is(Keyword.Without))
        {
            _index++;
            Expect(Keyword.Time);
            Expect(Keyword.Zone);
        }

        return SystemType(position, hasZone ? withZone : withoutZone) with { Modifiers = precision };
    }

    private TypeName ParseIntervalType()
    {
        var position = Take().Start;
        return Is(TokenKind.OpenParenthesis)
            ? SystemType(position, "interval") with { Modifiers = ParseOptionalInteger() }
            : WithIntervalFields(SystemType(position, "interval"));
    }

    /// <summary>Adds the fields that follow, as in <c>DAY TO SECOND(3)</c>, if there are any.</summary>
    private TypeName WithIntervalFields(TypeName type)
    {
        var first = Current.Keyword;
        if (first is not (Keyword.Year or Keyword.Month or Keyword.Day or Keyword.Hour or Keyword.Minute or Keyword.Second))
            return type;
        _index++;
        var isRange = first is not (Keyword.Month or Keyword.Second) && Accept(Keyword.To);
        var last = isRange ? Current.Keyword : Keyword.None;
        var fields = IntervalFieldsOf(first, last);
        if (fields == IntervalFields.Unspecified || (isRange && last == Keyword.None))
            throw Unexpected();
        if (isRange)
            _index++;
        var precision = first == Keyword.Second || last == Keyword.Second ? ParseOptionalInteger() : [];
        return type with { IntervalFields = fields, Modifiers = precision };
    }

    private static IntervalFields IntervalFieldsOf(Keyword first, Keyword last) => (first, last) switch
    {
        (Keyword.Year, Keyword.None) => IntervalFields.Year,
        (Keyword.Month, Keyword.None) => IntervalFields.Month,
        (Keyword.Day, Keyword.None) => IntervalFields.Day,
        (Keyword.Hour, Keyword.None) => IntervalFields.Hour,
        (Keyword.Minute, Keyword.None) => IntervalFields.Minute,
        (Keyword.Second, Keyword.None) => IntervalFields.Second,
        (Keyword.Year, Keyword.Month) => IntervalFields.YearToMonth,
        (Keyword.Day, Keyword.Hour) => IntervalFields.DayToHour,
        (Keyword.Day, Keyword.Minute) => IntervalFields.DayToMinute,
        (Keyword.Day, Keyword.Second) => IntervalFields.DayToSecond,
        (Keyword.Hour, Keyword.Minute) => IntervalFields.HourToMinute,
        (Keyword.Hour, Keyword.Second) => IntervalFields.HourToSecond,
        (Keyword.Minute, Keyword.Second) => IntervalFields.MinuteToSecond,
        _ => IntervalFields.Unspecified,
    };
}
