using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>FROM items and joins.</content>
internal sealed partial class Parser
{
    private FromItem ParseFromItem()
    {
        var item = ParseFromPrimary();
        for (var links = 1; AtJoin(); links++)
        {
            CheckDepth(links);
            item = ParseJoin(item);
        }

        return item;
    }

    private bool AtJoin() => Current.Keyword is Keyword.Join or Keyword.Cross or Keyword.Natural
        or Keyword.Inner or Keyword.Left or Keyword.Right or Keyword.Full;

    private JoinReference ParseJoin(FromItem left)
    {
        var position = Position;
        if (Accept(Keyword.Cross))
        {
            Expect(Keyword.Join);
            return new JoinReference(position, JoinKind.Cross, left, ParseFromPrimary());
        }

        var isNatural = Accept(Keyword.Natural);
        var kind = ParseJoinKind();
        Expect(Keyword.Join);
        if (isNatural)
            return new JoinReference(position, kind, left, ParseFromPrimary()) { IsNatural = true };
        return ParseJoinCondition(new JoinReference(position, kind, left, ParseJoinOperand()));
    }

    /// <summary>The right side of a join with a condition: further joins in front of that condition belong to it.</summary>
    private FromItem ParseJoinOperand()
    {
        Enter();
        var item = ParseFromPrimary();
        while (!Is(Keyword.On) && !Is(Keyword.Using))
            item = AtJoin() ? ParseJoin(item) : throw Unexpected();
        Leave();
        return item;
    }

    private JoinKind ParseJoinKind()
    {
        var kind = Current.Keyword switch
        {
            Keyword.Left => JoinKind.Left,
            Keyword.Right => JoinKind.Right,
            Keyword.Full => JoinKind.Full,
            _ => JoinKind.Inner,
        };
        if (kind == JoinKind.Inner)
        {
            Accept(Keyword.Inner);
            return kind;
        }

        _index++;
        Accept(Keyword.Outer);
        return kind;
    }

    private JoinReference ParseJoinCondition(JoinReference join)
    {
        if (Accept(Keyword.On))
            return join with { On = ParseExpression() };
        Expect(Keyword.Using);
        return join with
        {
            Using = ParseParenthesizedNames(),
            UsingAlias = Accept(Keyword.As) ? ParseColumnName() : null,
        };
    }

    private FromItem ParseFromPrimary()
    {
        var position = Position;
        if (Is(TokenKind.OpenParenthesis))
        {
            var content = ParseFromParentheses();
            return content.Join is { } join
                ? join with { Alias = ParseOptionalAlias() }
                : SubqueryWithAlias(position, content.Query!);
        }

        if (Is(Keyword.Lateral))
            return ParseLateral();
        if (Is(Keyword.Only) || !AtTableFunction())
            return ParseTable();
        return ParseFunctionReference(position);
    }

    private FromItem ParseLateral()
    {
        var position = Take().Start;
        return Is(TokenKind.OpenParenthesis)
            ? SubqueryWithAlias(Position, ParseParenthesizedQuery()) with { IsLateral = true }
            : ParseFunctionReference(position) with { IsLateral = true };
    }

    private readonly record struct FromContent(Query? Query, JoinReference? Join);

    /// <summary>Parentheses in FROM hold a query or a join, and a query may turn out to be the start of a join.</summary>
    private FromContent ParseFromParentheses()
    {
        Enter();
        Expect(TokenKind.OpenParenthesis);
        var content = AtQuery() ? new FromContent(ParseQuery(), null) : ParseFromContent();
        Expect(TokenKind.CloseParenthesis);
        Leave();
        return content;
    }

    private FromContent ParseFromContent()
    {
        var position = Position;
        FromItem first;
        if (Is(TokenKind.OpenParenthesis))
        {
            var inner = ParseFromParentheses();
            if (inner.Query is { } query && (Is(TokenKind.CloseParenthesis) || ContinuesQuery()))
                return new FromContent(ContinueQuery(query), null);
            if (inner.Join is { } join && Is(TokenKind.CloseParenthesis))
                return inner;
            first = inner.Join is { } aliased
                ? aliased with { Alias = ParseOptionalAlias() }
                : SubqueryWithAlias(position, inner.Query!);
        }
        else
        {
            first = ParseFromPrimary();
        }

        if (!AtJoin())
            throw Unexpected();
        var result = ParseJoin(first);
        for (var links = 1; AtJoin(); links++)
        {
            CheckDepth(links);
            result = ParseJoin(result);
        }

        return new FromContent(null, result);
    }

    private SubqueryReference SubqueryWithAlias(int position, Query query)
    {
        if (ParseOptionalAlias() is { } alias)
            return new SubqueryReference(position, query, alias);
        var word = query.Body is ValuesBody ? "VALUES" : "subquery";
        var example = query.Body is ValuesBody ? "(VALUES ...)" : "(SELECT ...)";
        throw ErrorAt(position, $"{word} in FROM must have an alias", $"For example, FROM {example} [AS] foo.");
    }

    private TableReference ParseTable()
        => ParseRelation() with { Alias = ParseOptionalAlias(), Sample = ParseSample() };

    /// <summary>A table name with ONLY or a star (relation_expr).</summary>
    private TableReference ParseRelation()
    {
        var position = Position;
        if (!Accept(Keyword.Only))
        {
            // A word like LEFT can only be a function here, so what is wrong is the token behind it.
            if (!IsColumnName(Current) && IsFunctionName(Current))
                throw Unexpected(Peek(1));
            var table = new TableReference(position, ParseQualifiedName());
            Accept(TokenKind.Star);
            return table;
        }

        var inParentheses = Accept(TokenKind.OpenParenthesis);
        var only = new TableReference(position, ParseQualifiedName()) { IsOnly = true };
        if (inParentheses)
            Expect(TokenKind.CloseParenthesis);
        return only;
    }

    private TableAlias? ParseOptionalAlias()
    {
        var hasAs = Accept(Keyword.As);
        if (!hasAs && !IsColumnName(Current))
            return null;
        var position = Position;
        return new TableAlias(position, ParseColumnName(), ParseOptionalNames());
    }

    private TableSample? ParseSample()
    {
        var position = Position;
        if (!Accept(Keyword.Tablesample))
            return null;
        var method = ParseFunctionQualifiedName();
        var arguments = ParseParenthesizedList(ParseExpression);
        var repeatable = Accept(Keyword.Repeatable) ? ParseParenthesizedExpression() : null;
        return new TableSample(position, method, arguments, repeatable);
    }
}
