using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Queries: set operations, and the clauses around a body.</content>
internal sealed partial class Parser
{
    /// <summary>A query with all its clauses (SelectStmt).</summary>
    private Query ParseQuery()
    {
        var with = Is(Keyword.With) ? ParseWith() : null;
        return ParseQuery(with);
    }

    private Query ParseQuery(WithClause? with)
    {
        Enter();
        var query = ParseQueryClauses(ParseSetOperations(SetPrecedence.Lowest));
        Leave();
        return with is null ? query : AddWith(query, with);
    }

    private Query AddWith(Query query, WithClause with) => query.With is null
        ? query with { With = with, Position = with.Position }
        : throw ErrorAt(with.Position, "multiple WITH clauses not allowed");

    /// <summary>Goes on behind a query in parentheses that is the start of a bigger one.</summary>
    private Query ContinueQuery(Query left) => ParseQueryClauses(ContinueSetOperations(left, SetPrecedence.Lowest));

    private static class SetPrecedence
    {
        public const int Lowest = 1;
        public const int Union = 1;
        public const int Intersect = 2;
    }

    private Query ParseSetOperations(int minimum) => ContinueSetOperations(ParseSetOperand(), minimum);

    private Query ContinueSetOperations(Query left, int minimum)
    {
        for (var links = 1; ; links++)
        {
            var (operation, precedence) = Current.Keyword switch
            {
                Keyword.Union => (SetOperator.Union, SetPrecedence.Union),
                Keyword.Except => (SetOperator.Except, SetPrecedence.Union),
                Keyword.Intersect => (SetOperator.Intersect, SetPrecedence.Intersect),
                _ => (SetOperator.Unspecified, 0),
            };
            if (precedence < minimum)
                return left;
            CheckDepth(links);
            var position = Take().Start;
            var isAll = Accept(Keyword.All);
            if (!isAll)
                Accept(Keyword.Distinct);
            var right = ParseSetOperations(precedence + 1);
            left = new Query(left.Position, new SetOperation(position, operation, isAll, left, right));
        }
    }

    private Query ParseSetOperand()
    {
        if (Is(TokenKind.OpenParenthesis))
            return ParseParenthesizedQuery();
        var body = ParseQueryBody();
        return new Query(body.Position, body);
    }

    private QueryBody ParseQueryBody()
    {
        var position = Position;
        switch (Current.Keyword)
        {
            case Keyword.Select:
                return ParseSelect();
            case Keyword.Values:
                return ParseValues();
            case Keyword.Table:
                _index++;
                return new SelectBody(position, [new SelectTarget(position, new StarReference(position, []), null)])
                {
                    From = [ParseRelation()],
                };
            default:
                throw Unexpected();
        }
    }

    private ValuesBody ParseValues()
    {
        var position = Take().Start;
        var rows = new List<IReadOnlyList<Expression>>();
        do
        {
            var row = ParseParenthesizedList(ParseExpression);
            if (rows.Count > 0 && rows[0].Count != row.Count)
                _deferredError ??= ErrorAt(row[0].Position, "VALUES lists must all be the same length");
            rows.Add(row);
        }
        while (Accept(TokenKind.Comma));
        return new ValuesBody(position, rows);
    }

    /// <summary>ORDER BY, LIMIT and locking, where the last two may come in either order.</summary>
    private Query ParseQueryClauses(Query query)
    {
        if (Is(Keyword.Order))
            query = AddOrderBy(query);
        var lockingIsFirst = Is(Keyword.For);
        if (lockingIsFirst)
            query = AddLocking(query);
        if (Current.Keyword is Keyword.Limit or Keyword.Offset or Keyword.Fetch)
            query = AddLimit(query);
        if (!lockingIsFirst && Is(Keyword.For))
            query = AddLocking(query);
        return CheckTies(query);
    }

    private Query AddOrderBy(Query query)
    {
        var orderBy = ParseOrderBy();
        return query.OrderBy.Count == 0
            ? query with { OrderBy = orderBy }
            : throw ErrorAt(orderBy[0].Position, "multiple ORDER BY clauses not allowed");
    }

    private List<SortItem> ParseOptionalOrderBy() => Is(Keyword.Order) ? ParseOrderBy() : [];

    private List<SortItem> ParseOrderBy()
    {
        Expect(Keyword.Order);
        Expect(Keyword.By);
        return ParseList(ParseSortItem);
    }

    private SortItem ParseSortItem()
    {
        var value = ParseExpression();
        var item = new SortItem(value.Position, value);
        if (Accept(Keyword.Using))
            item = item with { UsingOperator = ParseSortOperator() };
        else
            item = item with { Direction = ParseDirection() };
        return item with { Nulls = ParseNullsOrder() };
    }

    private OperatorName ParseSortOperator()
        => IsOperatorKeyword() || IsOperatorSymbol(Current.Kind) ? ParseOperator() : throw Unexpected();

    private SortDirection ParseDirection()
    {
        if (Accept(Keyword.Asc))
            return SortDirection.Ascending;
        return Accept(Keyword.Desc) ? SortDirection.Descending : SortDirection.Default;
    }

    private NullsOrder ParseNullsOrder()
    {
        if (Accept(Keyword.Nulls, Keyword.First))
            return NullsOrder.First;
        return Accept(Keyword.Nulls, Keyword.Last) ? NullsOrder.Last : NullsOrder.Default;
    }

    private Query AddLocking(Query query)
    {
        if (Is(Keyword.For) && Peek(1).Keyword == Keyword.Read)
        {
            _index += 2;
            Expect(Keyword.Only);
            return query;
        }

        var clauses = new List<LockingClause>(query.Locking);
        while (Is(Keyword.For))
            clauses.Add(ParseLocking());
        return query with { Locking = clauses };
    }

    private LockingClause ParseLocking()
    {
        var position = Take().Start;
        var strength = ParseLockStrength();
        var tables = Accept(Keyword.Of) ? ParseList(ParseQualifiedName) : [];
        var wait = RowLockWait.Block;
        if (Accept(Keyword.Nowait))
        {
            wait = RowLockWait.NoWait;
        }
        else if (Accept(Keyword.Skip))
        {
            Expect(Keyword.Locked);
            wait = RowLockWait.SkipLocked;
        }

        return new LockingClause(position, strength, tables, wait);
    }

    private RowLockStrength ParseLockStrength()
    {
        if (Accept(Keyword.Update))
            return RowLockStrength.Update;
        if (Accept(Keyword.Share))
            return RowLockStrength.Share;
        if (Accept(Keyword.Key))
        {
            Expect(Keyword.Share);
            return RowLockStrength.KeyShare;
        }

        Expect(Keyword.No);
        Expect(Keyword.Key);
        Expect(Keyword.Update);
        return RowLockStrength.NoKeyUpdate;
    }
}
