using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>
/// Parentheses hold a query, an expression or a list, and only their content tells which; a query in several
/// parentheses may still turn out to be the start of an expression, as in <c>((SELECT 1) + 1)</c>.
/// </content>
internal sealed partial class Parser
{
    /// <summary>What a pair of parentheses held: a query, or one or more expressions.</summary>
    private readonly record struct ParenthesisContent(Query? Query, IReadOnlyList<Expression> Items);

    private static bool StartsQuery(Token token, Token next)
        => token.Keyword is Keyword.Select or Keyword.With or Keyword.Table
            || (token.Keyword == Keyword.Values && next.Kind == TokenKind.OpenParenthesis);

    private bool AtQuery() => StartsQuery(Current, Peek(1));

    /// <summary>True at a query, or at parentheses that hold one first.</summary>
    private bool AtQueryInParentheses()
    {
        var distance = 0;
        while (Peek(distance).Kind == TokenKind.OpenParenthesis)
            distance++;
        return StartsQuery(Peek(distance), Peek(distance + 1));
    }

    /// <summary>Words that can follow a query in parentheses and make a bigger query of it.</summary>
    private bool ContinuesQuery() => Current.Keyword is Keyword.Union or Keyword.Intersect or Keyword.Except
        or Keyword.Order or Keyword.Limit or Keyword.Offset or Keyword.Fetch or Keyword.For;

    private ParenthesisContent ParseParentheses(bool allowList = true)
    {
        Enter();
        Expect(TokenKind.OpenParenthesis);
        var content = AtQuery() ? new ParenthesisContent(ParseQuery(), []) : ParseParenthesisItems(allowList);
        Expect(TokenKind.CloseParenthesis);
        Leave();
        return content;
    }

    private ParenthesisContent ParseParenthesisItems(bool allowList)
    {
        Expression first;
        if (Is(TokenKind.OpenParenthesis))
        {
            var position = Position;
            var inner = ParseParentheses();
            if (inner.Query is { } query && (Is(TokenKind.CloseParenthesis) || ContinuesQuery()))
                return new ParenthesisContent(ContinueQuery(query), []);
            first = ContinueExpression(ParenthesizedValue(position, inner), Precedence.Lowest);
        }
        else
        {
            first = ParseExpression();
        }

        var items = new List<Expression> { first };
        while (allowList && Accept(TokenKind.Comma))
            items.Add(ParseExpression());
        return new ParenthesisContent(null, items);
    }

    /// <summary>A parenthesised primary: a subquery, a value or an implicit row; with the subscripts and fields behind it.</summary>
    private Expression ParseParenthesizedPrimary()
    {
        var position = Position;
        return ParenthesizedValue(position, ParseParentheses());
    }

    private Expression ParenthesizedValue(int position, ParenthesisContent content)
    {
        if (content.Query is { } query)
            return ParseIndirection(new ScalarSubquery(position, query));
        return content.Items.Count == 1
            ? ParseIndirection(content.Items[0])
            : WithOverlaps(new RowExpression(position, content.Items, IsImplicit: true));
    }

    /// <summary><c>row OVERLAPS row</c>, which is the function <c>overlaps</c> of four values.</summary>
    private Expression WithOverlaps(RowExpression left)
    {
        if (!Is(Keyword.Overlaps))
            return left;
        var position = Take().Start;
        var right = ParseOverlapsRow();
        RequirePair(left, "left");
        RequirePair(right, "right");
        return SystemCall(position, "overlaps", [.. left.Fields, .. right.Fields]);
    }

    private RowExpression ParseOverlapsRow()
    {
        if (Is(Keyword.Row) && NextIs(TokenKind.OpenParenthesis))
            return ParseRow();
        var position = Position;
        if (!Is(TokenKind.OpenParenthesis))
            throw Unexpected();
        var content = ParseParentheses();
        return content.Items.Count > 1
            ? new RowExpression(position, content.Items, IsImplicit: true)
            : throw Unexpected();
    }

    private void RequirePair(RowExpression row, string side)
    {
        const int PairLength = 2;
        if (row.Fields.Count != PairLength)
            throw ErrorAt(row.Position, $"wrong number of parameters on {side} side of OVERLAPS expression");
    }

    /// <summary>A query in parentheses where nothing else may be.</summary>
    private Query ParseParenthesizedQuery()
    {
        if (!Is(TokenKind.OpenParenthesis))
            throw Unexpected();
        if (!AtQueryInParentheses())
        {
            while (Is(TokenKind.OpenParenthesis))
                _index++;
            throw Unexpected();
        }

        var content = ParseParentheses();
        return content.Query ?? throw Unexpected();
    }
}
