using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Operators that are words: AND, IS, IN, LIKE, BETWEEN, AT TIME ZONE and the like.</content>
internal sealed partial class Parser
{
    private Expression ParseKeywordOperation(Expression left, int precedence, ExpressionPlace place)
    {
        var token = Take();
        switch (token.Keyword)
        {
            case Keyword.And:
                return ParseAndChain(token.Start, left);
            case Keyword.Or:
                return ParseOrChain(token.Start, left);
            case Keyword.Isnull:
                return new NullTest(token.Start, left, Negated: false);
            case Keyword.Notnull:
                return new NullTest(token.Start, left, Negated: true);
            case Keyword.Is:
                return ParseIs(token.Start, left, place);
            case Keyword.At:
                Expect(Keyword.Time);
                Expect(Keyword.Zone);
                return SystemCall(token.Start, "timezone", ParseExpression(precedence + 1), left);
            case Keyword.Collate:
                return new CollateExpression(token.Start, left, ParseAnyName());
            case Keyword.Not:
                return ParseMembership(token.Start, Take().Keyword, left, isNegated: true);
            default:
                return ParseMembership(token.Start, token.Keyword, left, isNegated: false);
        }
    }

    private AndExpression ParseAndChain(int position, Expression left)
    {
        var operands = left is AndExpression and ? new List<Expression>(and.Operands) : [left];
        do
            operands.Add(ParseExpression(Precedence.And + 1));
        while (Is(Keyword.And) && !EndsTarget(Peek(1)) && Accept(Keyword.And));
        return new AndExpression(left is AndExpression ? left.Position : position, operands);
    }

    private OrExpression ParseOrChain(int position, Expression left)
    {
        var operands = left is OrExpression or ? new List<Expression>(or.Operands) : [left];
        do
            operands.Add(ParseExpression(Precedence.Or + 1));
        while (Is(Keyword.Or) && !EndsTarget(Peek(1)) && Accept(Keyword.Or));
        return new OrExpression(left is OrExpression ? left.Position : position, operands);
    }

    private Expression ParseIs(int position, Expression left, ExpressionPlace place)
    {
        var isNegated = Accept(Keyword.Not);
        if (Accept(Keyword.Distinct))
        {
            Expect(Keyword.From);
            var right = ParseOperand(Precedence.Is + 1, place);
            RejectChain(Precedence.Is, place);
            return new DistinctFromExpression(position, left, right, isNegated);
        }

        if (place == ExpressionPlace.Restricted && !Is(Keyword.Document))
            throw Unexpected();
        var token = Take();
        switch (token.Keyword)
        {
            case Keyword.Null:
                return new NullTest(position, left, isNegated);
            case Keyword.True:
                return new BooleanTest(position, left, TruthValue.True, isNegated);
            case Keyword.False:
                return new BooleanTest(position, left, TruthValue.False, isNegated);
            case Keyword.Unknown:
                return new BooleanTest(position, left, TruthValue.Unknown, isNegated);
            case Keyword.Document:
                throw NotSupported(token.Start, "XML is not supported");
            default:
                _index--;
                return ParseIsNormalized(position, left, isNegated);
        }
    }

    private Expression ParseIsNormalized(int position, Expression left, bool isNegated)
    {
        var form = TryParseNormalForm();
        Expect(Keyword.Normalized);
        var call = form is null
            ? SystemCall(position, "is_normalized", left)
            : SystemCall(position, "is_normalized", left, form);
        return isNegated ? new NotExpression(position, call) : call;
    }

    private StringLiteral? TryParseNormalForm()
    {
        if (Current.Keyword is not (Keyword.Nfc or Keyword.Nfd or Keyword.Nfkc or Keyword.Nfkd))
            return null;
        var token = Take();
        return new StringLiteral(token.Start, KeywordTable.Word(token.Keyword).ToUpperInvariant());
    }

    private Expression ParseMembership(int position, Keyword keyword, Expression left, bool isNegated) => keyword switch
    {
        Keyword.In => ParseIn(position, left, isNegated),
        Keyword.Between => ParseBetween(position, left, isNegated),
        Keyword.Like => ParseLike(position, LikeKind.Like, left, isNegated),
        Keyword.Ilike => ParseLike(position, LikeKind.ILike, left, isNegated),
        _ => ParseSimilar(position, left, isNegated),
    };

    private Expression ParseIn(int position, Expression left, bool isNegated)
    {
        if (!Is(TokenKind.OpenParenthesis))
            throw Unexpected();
        var content = ParseParentheses();
        return content.Query is { } query
            ? new InSubqueryExpression(position, left, query, isNegated)
            : new InListExpression(position, left, content.Items, isNegated);
    }

    private BetweenExpression ParseBetween(int position, Expression left, bool isNegated)
    {
        var isSymmetric = Accept(Keyword.Symmetric);
        if (!isSymmetric)
            Accept(Keyword.Asymmetric);
        var low = ParseRestrictedExpression();
        Expect(Keyword.And);
        var high = ParseExpression(Precedence.Membership + 1);
        RejectChain(Precedence.Membership, ExpressionPlace.Normal);
        return new BetweenExpression(position, left, low, high) { Negated = isNegated, Symmetric = isSymmetric };
    }

    private Expression ParseLike(int position, LikeKind kind, Expression left, bool isNegated)
    {
        if (Current.Keyword is Keyword.Any or Keyword.Some or Keyword.All)
        {
            var symbol = (isNegated ? "!" : "") + (kind == LikeKind.Like ? "~~" : "~~*");
            return ParseQuantified(position, left, new OperatorName(position, [], symbol));
        }

        return ParsePattern(new LikeExpression(position, kind, left, left) { Negated = isNegated });
    }

    private LikeExpression ParseSimilar(int position, Expression left, bool isNegated)
    {
        Expect(Keyword.To);
        return ParsePattern(new LikeExpression(position, LikeKind.SimilarTo, left, left) { Negated = isNegated });
    }

    private LikeExpression ParsePattern(LikeExpression like)
    {
        var pattern = ParseExpression(Precedence.Membership + 1);
        var escape = Accept(Keyword.Escape) ? ParseExpression(Precedence.Membership + 1) : null;
        RejectChain(Precedence.Membership, ExpressionPlace.Normal);
        return like with { Pattern = pattern, Escape = escape };
    }

    private static FunctionCall SystemCall(int position, string name, params IEnumerable<Expression> arguments)
        => new(position, new QualifiedName(position, ["pg_catalog", name]),
            [.. arguments.Select(a => new FunctionArgument(a.Position, null, a))])
        { IsSqlSyntax = true };
}
