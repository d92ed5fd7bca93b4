using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>One SELECT: its list, and the clauses down to WINDOW.</content>
internal sealed partial class Parser
{
    private SelectBody ParseSelect()
    {
        var position = Take().Start;
        var distinct = ParseDistinct();
        var targets = distinct is null && EndsTarget(Current) ? [] : ParseTargets();
        return new SelectBody(position, targets)
        {
            Distinct = distinct,
            Into = ParseInto(),
            From = Accept(Keyword.From) ? ParseList(ParseFromItem) : [],
            Where = Accept(Keyword.Where) ? ParseExpression() : null,
            GroupBy = ParseGroupBy(),
            Having = Accept(Keyword.Having) ? ParseExpression() : null,
            Windows = Accept(Keyword.Window) ? ParseWindowClause() : [],
        };
    }

    private DistinctClause? ParseDistinct()
    {
        var position = Position;
        if (!Accept(Keyword.Distinct))
        {
            Accept(Keyword.All);
            return null;
        }

        return new DistinctClause(position, Accept(Keyword.On) ? ParseParenthesizedList(ParseExpression) : []);
    }

    private List<SelectTarget> ParseTargets() => ParseList(ParseTarget);

    private SelectTarget ParseTarget()
    {
        var position = Position;
        if (Accept(TokenKind.Star))
            return new SelectTarget(position, new StarReference(position, []), null);
        var value = ParseExpression(Precedence.Lowest, ExpressionPlace.Target);
        if (Accept(Keyword.As))
            return new SelectTarget(position, value, ParseLabel());
        return new SelectTarget(position, value, IsBareLabel(Current) && !StartsClause(Current.Keyword) ? TakeName() : null);
    }

    /// <summary>True for a token that can only stand behind a complete result column.</summary>
    private static bool EndsTarget(Token token)
        => token.Kind is TokenKind.End or TokenKind.Comma or TokenKind.Semicolon or TokenKind.CloseParenthesis
            || StartsClause(token.Keyword);

    private static bool StartsClause(Keyword keyword) => keyword is Keyword.From or Keyword.Into or Keyword.Where
        or Keyword.Group or Keyword.Having or Keyword.Window or Keyword.Order or Keyword.Limit or Keyword.Offset
        or Keyword.Fetch or Keyword.For or Keyword.Union or Keyword.Intersect or Keyword.Except or Keyword.On
        or Keyword.Returning;

    private IntoClause? ParseInto()
    {
        var position = Position;
        if (!Accept(Keyword.Into))
            return null;
        if (Current.Keyword is Keyword.Local or Keyword.Global && Peek(1).Keyword is Keyword.Temp or Keyword.Temporary)
            _index++;
        var isTemporary = Accept(Keyword.Temp) || Accept(Keyword.Temporary);
        var isUnlogged = !isTemporary && Accept(Keyword.Unlogged);
        Accept(Keyword.Table);
        return new IntoClause(position, ParseQualifiedName(), isTemporary, isUnlogged);
    }

    private GroupByClause? ParseGroupBy()
    {
        var position = Position;
        if (!Accept(Keyword.Group))
            return null;
        Expect(Keyword.By);
        var isDistinct = Accept(Keyword.Distinct);
        if (!isDistinct)
            Accept(Keyword.All);
        return new GroupByClause(position, isDistinct, ParseList(ParseGroupingItem));
    }

    private GroupingItem ParseGroupingItem()
    {
        var position = Position;
        if (Is(TokenKind.OpenParenthesis) && NextIs(TokenKind.CloseParenthesis))
        {
            _index += 2;
            return new EmptyGroupingSet(position);
        }

        if (Current.Keyword is Keyword.Cube or Keyword.Rollup && NextIs(TokenKind.OpenParenthesis))
        {
            var isCube = Take().Keyword == Keyword.Cube;
            var items = ParseParenthesizedList(ParseExpression);
            return isCube ? new CubeGrouping(position, items) : new RollupGrouping(position, items);
        }

        if (!Accept(Keyword.Grouping, Keyword.Sets))
            return new GroupingValue(position, ParseExpression());
        Enter();
        var sets = new GroupingSets(position, ParseParenthesizedList(ParseGroupingItem));
        Leave();
        return sets;
    }
}
