using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>INSERT.</content>
internal sealed partial class Parser
{
    private InsertStatement ParseInsert(WithClause? with)
    {
        var position = Take().Start;
        Expect(Keyword.Into);
        var target = ParseQualifiedName();
        var alias = Accept(Keyword.As) ? ParseColumnName() : null;
        var columns = Is(TokenKind.OpenParenthesis) && !AtQueryInParentheses()
            ? ParseParenthesizedList(ParseTargetColumn)
            : [];
        var overriding = ParseOverriding();
        var source = ParseInsertSource(allowDefaultValues: columns.Count == 0 && overriding == InsertOverriding.None);
        return new InsertStatement(with?.Position ?? position, target, source)
        {
            With = with,
            Alias = alias,
            Columns = columns,
            Overriding = overriding,
            OnConflict = Is(Keyword.On) ? ParseOnConflict() : null,
            Returning = ParseReturning(),
        };
    }

    private List<SelectTarget> ParseReturning() => Accept(Keyword.Returning) ? ParseTargets() : [];

    private InsertOverriding ParseOverriding()
    {
        if (!Accept(Keyword.Overriding))
            return InsertOverriding.None;
        var isSystem = Accept(Keyword.System);
        if (!isSystem)
            Expect(Keyword.User);
        Expect(Keyword.Value);
        return isSystem ? InsertOverriding.System : InsertOverriding.User;
    }

    private InsertSource ParseInsertSource(bool allowDefaultValues)
    {
        var position = Position;
        if (!allowDefaultValues || !Accept(Keyword.Default))
            return new QuerySource(position, ParseQuery());
        Expect(Keyword.Values);
        return new DefaultValuesSource(position);
    }

    private TargetColumn ParseTargetColumn()
    {
        var position = Position;
        var name = ParseColumnName();
        var parts = new List<TargetPart>();
        while (Is(TokenKind.Dot) || Is(TokenKind.OpenBracket))
        {
            var start = Position;
            parts.Add(Accept(TokenKind.Dot)
                ? new TargetPart(start, ParseLabel(), null)
                : new TargetPart(start, null, ParseSubscript()));
        }

        return new TargetColumn(position, name, parts);
    }

    private OnConflictClause ParseOnConflict()
    {
        var position = Take().Start;
        Expect(Keyword.Conflict);
        var target = ParseConflictTarget();
        Expect(Keyword.Do);
        if (Accept(Keyword.Nothing))
            return new OnConflictClause(position, target, null);
        var start = Expect(Keyword.Update).Start;
        Expect(Keyword.Set);
        var assignments = ParseList(ParseAssignment);
        var condition = Accept(Keyword.Where) ? ParseExpression() : null;
        return new OnConflictClause(position, target, new ConflictUpdate(start, assignments, condition));
    }

    private ConflictTarget? ParseConflictTarget()
    {
        var position = Position;
        if (Accept(Keyword.On))
        {
            Expect(Keyword.Constraint);
            return new ConflictConstraint(position, ParseColumnName());
        }

        if (!Is(TokenKind.OpenParenthesis))
            return null;
        var columns = ParseParenthesizedList(ParseConflictColumn);
        return new ConflictColumns(position, columns, Accept(Keyword.Where) ? ParseExpression() : null);
    }

    /// <summary>A column, a function call or an expression in parentheses (index_elem).</summary>
    private ConflictColumn ParseConflictColumn()
    {
        var position = Position;
        Expression value;
        if (Is(TokenKind.OpenParenthesis))
            value = ParseParenthesizedExpression();
        else if (AtTableFunction())
            value = ParseTableFunctionCall();
        else
            value = new ColumnReference(position, [ParseColumnName()]);
        var collation = Accept(Keyword.Collate) ? ParseAnyName() : null;
        var operatorClass = IsColumnName(Current) && !Is(Keyword.Nulls) ? ParseAnyName() : null;
        ParseDirection();
        ParseNullsOrder();
        return new ConflictColumn(position, value, collation, operatorClass);
    }

    private Assignment ParseAssignment()
    {
        var position = Position;
        var isMultiple = Is(TokenKind.OpenParenthesis);
        var targets = isMultiple ? ParseParenthesizedList(ParseTargetColumn) : [ParseTargetColumn()];
        Expect(TokenKind.Equal);
        return new Assignment(position, targets, isMultiple, ParseExpression());
    }
}
