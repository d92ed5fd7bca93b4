using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Primaries: constants, names, parameters, constructors and what may follow them.</content>
internal sealed partial class Parser
{
    private Expression ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Integer or TokenKind.Numeric:
                return ParseNumberLiteral();
            case TokenKind.String or TokenKind.EscapeString or TokenKind.DollarString or TokenKind.UnicodeString:
                return ParseStringLiteral();
            case TokenKind.BitString or TokenKind.HexString:
                _index++;
                return new BitStringLiteral(token.Start, TokenText.String(Source, token), token.Kind == TokenKind.HexString);
            case TokenKind.Parameter:
                _index++;
                return ParseIndirection(new ParameterReference(token.Start, TokenText.ParameterNumber(Source, token)));
            case TokenKind.OpenParenthesis:
                return ParseParenthesizedPrimary();
            case TokenKind.Keyword:
                return ParseKeywordPrimary() ?? ParseNamed();
            default:
                return ParseNamed();
        }
    }

    private Literal ParseNumberLiteral()
    {
        var token = Take();
        var text = token.RawText(Source);
        return token.Kind == TokenKind.Integer && int.TryParse(text, out var value)
            ? new IntegerLiteral(token.Start, value)
            : new NumericLiteral(token.Start, text.ToString());
    }

    private StringLiteral ParseStringLiteral()
    {
        var position = Position;
        return new StringLiteral(position, ParseString());
    }

    /// <summary>A primary that starts with a keyword of its own; null if the keyword is only a name here.</summary>
    private Expression? ParseKeywordPrimary()
    {
        var token = Current;
        switch (token.Keyword)
        {
            case Keyword.True or Keyword.False:
                _index++;
                return new BooleanLiteral(token.Start, token.Keyword == Keyword.True);
            case Keyword.Null:
                _index++;
                return new NullLiteral(token.Start);
            case Keyword.Default:
                _index++;
                return new DefaultExpression(token.Start);
            case Keyword.Case:
                return ParseCase();
            case Keyword.Array:
                return ParseArray();
            case Keyword.Unique:
                _index++;
                ParseParenthesizedQuery();
                throw NotSupported(token.Start, "UNIQUE predicate is not yet implemented");
            case Keyword.Exists when NextIs(TokenKind.OpenParenthesis):
                _index++;
                return new ExistsExpression(token.Start, ParseParenthesizedQuery());
            case Keyword.Row when NextIs(TokenKind.OpenParenthesis):
                return WithOverlaps(ParseRow());
            case Keyword.Grouping when NextIs(TokenKind.OpenParenthesis):
                _index++;
                return new GroupingExpression(token.Start, ParseParenthesizedList(ParseExpression));
            default:
                return TryParseSpecialFunction() ?? TryParseTypedLiteral();
        }
    }

    /// <summary>A literal of a type that is spelled with keywords: <c>timestamp(3) '…'</c>, <c>interval '1' day</c>.</summary>
    private CastExpression? TryParseTypedLiteral()
    {
        var next = Peek(1);
        var startsType = IsString(next) || next.Kind == TokenKind.OpenParenthesis
            || next.Keyword is Keyword.Varying or Keyword.Precision or Keyword.Char or Keyword.Character or Keyword.Without
            || (next.Keyword == Keyword.With && Peek(2).Keyword == Keyword.Time);
        if (!startsType)
            return null;
        if (Is(Keyword.Interval))
            return ParseIntervalLiteral();
        var position = Position;
        return TryParseKeywordType(isLiteral: true) is { } type
            ? new CastExpression(position, ParseStringLiteral(), type, CastForm.TypedLiteral)
            : null;
    }

    private CastExpression ParseIntervalLiteral()
    {
        var position = Take().Start;
        var hasPrecision = Is(TokenKind.OpenParenthesis);
        var type = SystemType(position, "interval") with { Modifiers = ParseOptionalInteger() };
        var value = ParseStringLiteral();
        return new CastExpression(position, value, hasPrecision ? type : WithIntervalFields(type), CastForm.TypedLiteral);
    }

    private CaseExpression ParseCase()
    {
        var position = Take().Start;
        var argument = Is(Keyword.When) ? null : ParseExpression();
        var branches = new List<CaseBranch>();
        while (Is(Keyword.When) || branches.Count == 0)
        {
            var start = Expect(Keyword.When).Start;
            var condition = ParseExpression();
            Expect(Keyword.Then);
            branches.Add(new CaseBranch(start, condition, ParseExpression()));
        }

        var otherwise = Accept(Keyword.Else) ? ParseExpression() : null;
        Expect(Keyword.End);
        return new CaseExpression(position, argument, branches, otherwise);
    }

    private Expression ParseArray()
    {
        var position = Take().Start;
        return Is(TokenKind.OpenParenthesis)
            ? new ArraySubquery(position, ParseParenthesizedQuery())
            : ParseArrayElements(position);
    }

    /// <summary><c>[a, b]</c> or <c>[[a], [b]]</c>: brackets all the way down, or values.</summary>
    private ArrayExpression ParseArrayElements(int position)
    {
        Enter();
        Expect(TokenKind.OpenBracket);
        List<Expression> elements = [];
        if (Is(TokenKind.OpenBracket))
            elements = ParseList<Expression>(() => ParseArrayElements(Position));
        else if (!Is(TokenKind.CloseBracket))
            elements = ParseList(ParseExpression);
        Expect(TokenKind.CloseBracket);
        Leave();
        return new ArrayExpression(position, elements);
    }

    private RowExpression ParseRow()
    {
        var position = Take().Start;
        Expect(TokenKind.OpenParenthesis);
        IReadOnlyList<Expression> fields = Is(TokenKind.CloseParenthesis) ? [] : ParseList(ParseExpression);
        Expect(TokenKind.CloseParenthesis);
        return new RowExpression(position, fields, IsImplicit: false);
    }

    /// <summary>A column, a function call, or a literal of a type by its name.</summary>
    private Expression ParseNamed()
    {
        var first = Current;
        if (!IsLabel(first))
            throw Unexpected();
        if (IsFunctionName(first) && (NextIs(TokenKind.OpenParenthesis) || IsString(Peek(1))))
            return ParseCallOrLiteral(first.Start, [TakeName()]);
        if (!IsColumnName(first))
            throw IsFunctionName(first) ? Unexpected(Peek(1)) : Unexpected();
        var names = new List<string> { TakeName() };
        while (Is(TokenKind.Dot) && IsLabel(Peek(1)))
        {
            _index++;
            names.Add(TakeName());
        }

        if (names.Count > 1 && (Is(TokenKind.OpenParenthesis) || IsString(Current)))
            return ParseCallOrLiteral(first.Start, names);
        if (!Is(TokenKind.Dot) || !NextIs(TokenKind.Star))
            return ParseIndirection(new ColumnReference(first.Start, names));
        _index += 2;
        RejectIndirectionAfterStar();
        return new StarReference(first.Start, names);
    }

    /// <summary>Reads subscripts and fields: <c>[1]</c>, <c>[1:2]</c>, <c>.name</c>, <c>.*</c>.</summary>
    private Expression ParseIndirection(Expression operand)
    {
        for (var links = 1; ; links++)
        {
            CheckDepth(links);
            if (Is(TokenKind.OpenBracket))
            {
                operand = new SubscriptExpression(operand.Position, operand, ParseSubscripts());
                continue;
            }

            if (!Is(TokenKind.Dot))
                return operand;
            _index++;
            if (!Accept(TokenKind.Star))
            {
                operand = new FieldSelection(operand.Position, operand, ParseLabel());
                continue;
            }

            RejectIndirectionAfterStar();
            return new FieldStar(operand.Position, operand);
        }
    }

    private void RejectIndirectionAfterStar()
    {
        if (!Is(TokenKind.Dot) && !Is(TokenKind.OpenBracket))
            return;
        // PostgreSQL notices only when the whole reference is read, and points behind it.
        while (Is(TokenKind.Dot) || Is(TokenKind.OpenBracket))
        {
            if (Is(TokenKind.OpenBracket))
                ParseSubscripts();
            else if (Accept(TokenKind.Dot) && !Accept(TokenKind.Star))
                ParseLabel();
        }

        throw Failure("improper use of \"*\"", Current);
    }

    private List<Subscript> ParseSubscripts()
    {
        var subscripts = new List<Subscript>();
        while (Is(TokenKind.OpenBracket))
            subscripts.Add(ParseSubscript());
        return subscripts;
    }

    private Subscript ParseSubscript()
    {
        var position = Expect(TokenKind.OpenBracket).Start;
        var lower = Is(TokenKind.Colon) ? null : ParseExpression();
        var isSlice = Accept(TokenKind.Colon);
        var upper = isSlice && !Is(TokenKind.CloseBracket) ? ParseExpression() : null;
        Expect(TokenKind.CloseBracket);
        return isSlice ? new Subscript(position, true, lower, upper) : new Subscript(position, false, null, lower);
    }
}
