using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>
/// Expressions by precedence climbing: a prefix or a primary, then as many operators as bind at least as tightly as the
/// place asks. Chains on the left are built in the loop, without recursion.
/// </content>
internal sealed partial class Parser
{
    /// <summary>Where an expression stands, if that changes what may be in it.</summary>
    private enum ExpressionPlace
    {
        Normal = 0,

        /// <summary>PostgreSQL's b_expr, as between BETWEEN and AND: no logic, no IN, LIKE, IS NULL.</summary>
        Restricted,

        /// <summary>A result column: a keyword operator with nothing behind it is the column's label.</summary>
        Target,
    }

    private Expression ParseExpression() => ParseExpression(Precedence.Lowest);

    private Expression ParseRestrictedExpression() => ParseExpression(Precedence.Lowest, ExpressionPlace.Restricted);

    private Expression ParseExpression(int minimum, ExpressionPlace place = ExpressionPlace.Normal)
    {
        Enter();
        var value = ContinueExpression(ParsePrefix(place), minimum, place);
        Leave();
        return value;
    }

    private Expression ParseOperand(int minimum, ExpressionPlace place)
        => ParseExpression(minimum, place == ExpressionPlace.Restricted ? place : ExpressionPlace.Normal);

    private Expression ParsePrefix(ExpressionPlace place)
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Minus:
                _index++;
                return Negate(token.Start, ParseOperand(Precedence.UnarySign + 1, place));
            case TokenKind.Plus:
                _index++;
                return new UnaryOperation(token.Start, PlainOperator(token), ParseOperand(Precedence.UnarySign + 1, place));
            case TokenKind.Operator:
            case TokenKind.Keyword when IsOperatorKeyword():
                return new UnaryOperation(token.Start, ParseOperator(), ParseOperand(Precedence.AnyOperator + 1, place));
            case TokenKind.Keyword when token.Keyword == Keyword.Not && place != ExpressionPlace.Restricted:
                _index++;
                return new NotExpression(token.Start, ParseExpression(Precedence.Not));
            default:
                return ParsePrimary();
        }
    }

    /// <summary>A minus sign becomes part of a number, so that <c>-2147483648</c> is an integer.</summary>
    private static Expression Negate(int position, Expression operand) => operand switch
    {
        IntegerLiteral literal => new IntegerLiteral(position, -literal.Value),
        NumericLiteral literal => new NumericLiteral(position,
            literal.Text.StartsWith('-') ? literal.Text[1..] : "-" + literal.Text),
        _ => new UnaryOperation(position, new OperatorName(position, [], "-"), operand),
    };

    private Expression ContinueExpression(Expression left, int minimum, ExpressionPlace place = ExpressionPlace.Normal)
    {
        for (var links = 1; ; links++)
        {
            var precedence = PrecedenceOfCurrent(place);
            if (precedence < minimum || precedence < 0)
                return left;
            CheckDepth(links);
            left = Current.Kind == TokenKind.Keyword && !IsOperatorKeyword()
                ? ParseKeywordOperation(left, precedence, place)
                : ParseOperation(left, precedence, place);
        }
    }

    private int PrecedenceOfCurrent(ExpressionPlace place)
    {
        if (!Is(TokenKind.Keyword))
            return Precedence.Of(Current.Kind);
        if (place == ExpressionPlace.Target && IsBareLabel(Current) && EndsTarget(Peek(1)))
            return -1;
        return place == ExpressionPlace.Restricted ? RestrictedKeywordPrecedence() : KeywordPrecedence(place);
    }

    private int RestrictedKeywordPrecedence()
    {
        if (IsOperatorKeyword())
            return Precedence.AnyOperator;
        return Is(Keyword.Is) ? Precedence.Is : -1;
    }

    private int KeywordPrecedence(ExpressionPlace place) => Current.Keyword switch
    {
        Keyword.Or => Precedence.Or,
        Keyword.And => Precedence.And,
        Keyword.Is or Keyword.Isnull or Keyword.Notnull => Precedence.Is,
        Keyword.Between or Keyword.In or Keyword.Like or Keyword.Ilike => Precedence.Membership,
        Keyword.Similar when NextIs(Keyword.To) => Precedence.Membership,
        Keyword.Not when Peek(1).Keyword is Keyword.Between or Keyword.In or Keyword.Like or Keyword.Ilike or Keyword.Similar
            => Precedence.Membership,
        Keyword.Operator when IsOperatorKeyword() => Precedence.AnyOperator,
        Keyword.At when NextIs(Keyword.Time) || place != ExpressionPlace.Target => Precedence.AtTimeZone,
        Keyword.Collate => Precedence.Collate,
        _ => -1,
    };

    /// <summary>An operator written with symbols, a cast, or <c>OPERATOR(…)</c>.</summary>
    private Expression ParseOperation(Expression left, int precedence, ExpressionPlace place)
    {
        if (precedence == Precedence.Cast)
            return new CastExpression(Take().Start, left, ParseTypeName(), CastForm.Operator);
        var position = Position;
        var name = ParseOperator();
        if (place != ExpressionPlace.Restricted && Current.Keyword is Keyword.Any or Keyword.Some or Keyword.All)
            return ParseQuantified(position, left, name);
        var right = ParseOperand(precedence + 1, place);
        if (precedence == Precedence.Comparison)
            RejectChain(precedence, place);
        return new BinaryOperation(position, name, left, right);
    }

    /// <summary>Operators that are not associative: <c>a = b = c</c> is an error at the second sign.</summary>
    private void RejectChain(int precedence, ExpressionPlace place)
    {
        if (PrecedenceOfCurrent(place == ExpressionPlace.Target ? ExpressionPlace.Normal : place) == precedence)
            throw Unexpected();
    }

    /// <summary>True at <c>OPERATOR(</c> followed by a name of an operator, which tells it from a function of that name.</summary>
    private bool IsOperatorKeyword() => Is(Keyword.Operator) && NextIs(TokenKind.OpenParenthesis);

    private OperatorName ParseOperator()
    {
        var token = Take();
        if (token.Keyword != Keyword.Operator)
            return PlainOperator(token);
        Expect(TokenKind.OpenParenthesis);
        var name = ParseAnyOperator();
        Expect(TokenKind.CloseParenthesis);
        return name with { Position = token.Start };
    }

    /// <summary>An operator's symbol, perhaps behind a schema: <c>pg_catalog.+</c>.</summary>
    private OperatorName ParseAnyOperator()
    {
        var qualifier = new List<string>();
        while (IsColumnName(Current))
        {
            qualifier.Add(TakeName());
            Expect(TokenKind.Dot);
        }

        if (!IsOperatorSymbol(Current.Kind))
            throw Unexpected();
        return PlainOperator(Take()) with { Qualifier = qualifier };
    }

    private static bool IsOperatorSymbol(TokenKind kind)
        => kind != TokenKind.DoubleColon && Precedence.Of(kind) >= 0;

    private OperatorName PlainOperator(Token token)
        => new(token.Start, [], token.Kind == TokenKind.NotEqual ? "<>" : token.RawText(Source).ToString());

    private Expression ParseQuantified(int position, Expression left, OperatorName name)
    {
        var quantifier = Take().Keyword == Keyword.All ? Quantifier.All : Quantifier.Any;
        if (!Is(TokenKind.OpenParenthesis))
            throw Unexpected();
        var content = ParseParentheses(allowList: false);
        return content.Query is { } query
            ? new QuantifiedSubqueryComparison(position, left, name, quantifier, query)
            : new QuantifiedArrayComparison(position, left, name, quantifier, content.Items[0]);
    }
}
