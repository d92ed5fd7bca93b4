using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>WITH clauses.</content>
internal sealed partial class Parser
{
    private WithClause ParseWith()
    {
        var position = Take().Start;
        var isRecursive = Accept(Keyword.Recursive);
        return new WithClause(position, isRecursive, ParseList(ParseCommonTableExpression));
    }

    private CommonTableExpression ParseCommonTableExpression()
    {
        var position = Position;
        var name = ParseColumnName();
        var columns = ParseOptionalNames();
        Expect(Keyword.As);
        var materialization = ParseMaterialization();
        Expect(TokenKind.OpenParenthesis);
        var statement = ParsePreparable(inParentheses: true);
        Expect(TokenKind.CloseParenthesis);
        return new CommonTableExpression(position, name, columns, statement)
        {
            Materialization = materialization,
            Search = Is(Keyword.Search) ? ParseSearch() : null,
            Cycle = Is(Keyword.Cycle) ? ParseCycle() : null,
        };
    }

    private CteMaterialization ParseMaterialization()
    {
        if (Accept(Keyword.Materialized))
            return CteMaterialization.Materialized;
        if (!Accept(Keyword.Not))
            return CteMaterialization.Default;
        Expect(Keyword.Materialized);
        return CteMaterialization.NotMaterialized;
    }

    private CteSearchClause ParseSearch()
    {
        var position = Take().Start;
        var isBreadthFirst = Accept(Keyword.Breadth);
        if (!isBreadthFirst)
            Expect(Keyword.Depth);
        Expect(Keyword.First);
        Expect(Keyword.By);
        var columns = ParseColumnNames();
        Expect(Keyword.Set);
        return new CteSearchClause(position, isBreadthFirst, columns, ParseColumnName());
    }

    private CteCycleClause ParseCycle()
    {
        var position = Take().Start;
        var columns = ParseColumnNames();
        Expect(Keyword.Set);
        var mark = ParseColumnName();
        Expression? value = null;
        Expression? otherwise = null;
        if (Accept(Keyword.To))
        {
            value = ParseConstant();
            Expect(Keyword.Default);
            otherwise = ParseConstant();
        }

        Expect(Keyword.Using);
        return new CteCycleClause(position, columns, mark, ParseColumnName()) { MarkValue = value, MarkDefault = otherwise };
    }

    /// <summary>A constant and nothing else (AexprConst).</summary>
    private Expression ParseConstant()
    {
        var token = Current;
        var value = ParsePrimary();
        return value is Literal or CastExpression { Form: CastForm.TypedLiteral } ? value : throw Unexpected(token);
    }

    /// <summary>A statement that may be prepared or stand in WITH (PreparableStmt).</summary>
    private Statement ParsePreparable(bool inParentheses = false)
    {
        Enter();
        var position = Position;
        var with = Is(Keyword.With) ? ParseWith() : null;
        Statement statement = Current.Keyword switch
        {
            Keyword.Insert => ParseInsert(with),
            Keyword.Update or Keyword.Delete => SkipUnsupported(inParentheses),
            Keyword.Merge when !inParentheses => SkipUnsupported(inParentheses),
            _ => new SelectStatement(position, ParseQuery(with)),
        };
        Leave();
        return statement;
    }
}
