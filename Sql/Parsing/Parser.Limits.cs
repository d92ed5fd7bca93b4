using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>LIMIT, OFFSET and FETCH FIRST.</content>
internal sealed partial class Parser
{
    private Query AddLimit(Query query)
    {
        var position = Position;
        var limit = Is(Keyword.Offset)
            ? ParseLimit(new LimitClause(position, null, ParseOffset(), false))
            : ParseLimit(new LimitClause(position, null, null, false));
        if (limit.Offset is null && Is(Keyword.Offset))
            limit = limit with { Offset = ParseOffset() };
        return query with { Limit = MergeLimit(query.Limit, limit) };
    }

    /// <summary>A query in parentheses may bring one half and the text behind it the other.</summary>
    private LimitClause MergeLimit(LimitClause? inner, LimitClause outer)
    {
        if (inner is null)
            return outer;
        if (outer.Offset is { } offset && inner.Offset is not null)
            throw ErrorAt(offset.Position, "multiple OFFSET clauses not allowed");
        if (outer.Count is { } count && inner.Count is not null)
            throw ErrorAt(count.Position, "multiple LIMIT clauses not allowed");
        return inner with
        {
            Count = inner.Count ?? outer.Count,
            Offset = inner.Offset ?? outer.Offset,
            WithTies = inner.WithTies || outer.WithTies,
        };
    }

    private LimitClause ParseLimit(LimitClause limit)
    {
        if (Accept(Keyword.Fetch))
            return ParseFetchFirst(limit);
        if (!Accept(Keyword.Limit))
            return limit;
        var count = Accept(Keyword.All) ? null : ParseExpression();
        if (Accept(TokenKind.Comma))
        {
            ParseExpression();
            throw ErrorAt(limit.Position, "LIMIT #,# syntax is not supported", "Use separate LIMIT and OFFSET clauses.");
        }

        return limit with { Count = count };
    }

    private LimitClause ParseFetchFirst(LimitClause limit)
    {
        if (!Accept(Keyword.First))
            Expect(Keyword.Next);
        var isOne = Current.Keyword is Keyword.Row or Keyword.Rows && !NextIs(TokenKind.OpenParenthesis);
        var count = isOne ? new IntegerLiteral(Position, 1) : ParseFetchCount();
        ExpectRowOrRows();
        if (!Accept(Keyword.With))
        {
            Expect(Keyword.Only);
            return limit with { Count = count };
        }

        Expect(Keyword.Ties);
        return limit with { Count = count, WithTies = true };
    }

    private void ExpectRowOrRows()
    {
        if (!Accept(Keyword.Row))
            Expect(Keyword.Rows);
    }

    /// <summary>A primary or a signed number, because an expression would swallow the word ROWS.</summary>
    private Expression ParseFetchCount()
    {
        var position = Position;
        if (!Is(TokenKind.Plus) && !Is(TokenKind.Minus))
            return ParsePrimary();
        var isNegative = Take().Kind == TokenKind.Minus;
        if (Current.Kind is not (TokenKind.Integer or TokenKind.Numeric))
            throw Unexpected();
        var number = ParseNumberLiteral();
        return isNegative ? Negate(position, number) : number;
    }

    private Expression ParseOffset()
    {
        Expect(Keyword.Offset);
        var sign = Current.Kind;
        var offset = ParsePrefix(ExpressionPlace.Normal);
        var isFetchCount = sign is not (TokenKind.Operator or TokenKind.Keyword)
            || offset is not (UnaryOperation or NotExpression);
        if (isFetchCount && Current.Keyword is Keyword.Row or Keyword.Rows)
        {
            _index++;
            return offset;
        }

        return ContinueExpression(offset, Precedence.Lowest);
    }

    private static Query CheckTies(Query query)
    {
        if (query.Limit is not { WithTies: true })
            return query;
        if (query.OrderBy.Count == 0)
            throw ErrorWithoutPosition("WITH TIES cannot be specified without ORDER BY clause");
        return query.Locking.Any(l => l.Wait == RowLockWait.SkipLocked)
            ? throw ErrorWithoutPosition("SKIP LOCKED and WITH TIES options cannot be used together")
            : query;
    }
}
