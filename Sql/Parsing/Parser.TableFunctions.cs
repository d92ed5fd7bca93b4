using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Functions in FROM.</content>
internal sealed partial class Parser
{
    /// <summary>True if a function starts here and not a table's name.</summary>
    private bool AtTableFunction()
    {
        if (Is(Keyword.Rows) && NextIs(Keyword.From))
            return true;
        if (ValueKind(Current.Keyword) != SqlValueKind.Unspecified || (Is(Keyword.Collation) && NextIs(Keyword.For)))
            return true;
        var distance = 1;
        while (Peek(distance).Kind == TokenKind.Dot && IsLabel(Peek(distance + 1)))
            distance += 2;
        if (Peek(distance).Kind != TokenKind.OpenParenthesis)
            return false;
        if (distance > 1)
            return IsColumnName(Current);
        return IsFunctionName(Current) || IsSpecialFunction(Current.Keyword);
    }

    private FunctionReference ParseFunctionReference(int position)
    {
        var isRowsFrom = Accept(Keyword.Rows, Keyword.From);
        IReadOnlyList<TableFunction> functions = isRowsFrom
            ? ParseParenthesizedList(ParseRowsFromItem)
            : [new TableFunction(Position, ParseTableFunctionCall())];
        var reference = new FunctionReference(position, functions)
        {
            IsRowsFrom = isRowsFrom,
            WithOrdinality = Accept(Keyword.With, Keyword.Ordinality),
        };
        return ParseFunctionAlias(reference);
    }

    private TableFunction ParseRowsFromItem()
    {
        var position = Position;
        var call = ParseTableFunctionCall();
        return new TableFunction(position, call) { ColumnDefinitions = Accept(Keyword.As) ? ParseColumnDefinitions() : [] };
    }

    /// <summary>A call without FILTER or OVER (func_expr_windowless).</summary>
    private Expression ParseTableFunctionCall()
    {
        if (TryParseSpecialFunction() is { } special)
            return special;
        return ParseCall(ParseFunctionQualifiedName());
    }

    /// <summary>The name of a function (func_name).</summary>
    private QualifiedName ParseFunctionQualifiedName()
    {
        if (NextIs(TokenKind.Dot))
            return ParseAnyName();
        var position = Position;
        return IsFunctionName(Current) ? new QualifiedName(position, [TakeName()]) : throw Unexpected();
    }

    private FunctionReference ParseFunctionAlias(FunctionReference reference)
    {
        var hasAs = Accept(Keyword.As);
        if (hasAs && Is(TokenKind.OpenParenthesis))
            return reference with { ColumnDefinitions = ParseColumnDefinitions() };
        if (!hasAs && !IsColumnName(Current))
            return reference;
        var position = Position;
        var name = ParseColumnName();
        if (!Is(TokenKind.OpenParenthesis) || !HoldsColumnDefinitions())
            return reference with { Alias = new TableAlias(position, name, ParseOptionalNames()) };
        return reference with { Alias = new TableAlias(position, name, []), ColumnDefinitions = ParseColumnDefinitions() };
    }

    /// <summary>Tells <c>(a int, b text)</c> from <c>(a, b)</c>.</summary>
    private bool HoldsColumnDefinitions() => Peek(2).Kind is not (TokenKind.Comma or TokenKind.CloseParenthesis);

    private List<ColumnDefinition> ParseColumnDefinitions() => ParseParenthesizedList(() =>
    {
        var position = Position;
        var name = ParseColumnName();
        var type = ParseTypeName();
        return new ColumnDefinition(position, name, type, Accept(Keyword.Collate) ? ParseAnyName() : null);
    });
}
