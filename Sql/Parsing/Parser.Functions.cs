using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Function calls with everything that may stand in or behind their parentheses.</content>
internal sealed partial class Parser
{
    // Where the ORDER BY of the call read last starts, for one error.
    private int _orderByPosition;

    /// <summary>After a name: a call, or a literal of that type such as <c>date '…'</c> or <c>numeric(3) '…'</c>.</summary>
    private Expression ParseCallOrLiteral(int position, List<string> names)
    {
        var name = new QualifiedName(position, names);
        if (IsString(Current))
            return new CastExpression(position, ParseStringLiteral(), new TypeName(position, name), CastForm.TypedLiteral);
        var call = ParseCall(name);
        return IsString(Current) ? ParseModifiedLiteral(call) : ParseCallSuffixes(call);
    }

    private CastExpression ParseModifiedLiteral(FunctionCall call)
    {
        if (call.IsStar || call.IsDistinct || call.Arguments.Count == 0 || call.Arguments.Any(a => a.IsVariadic))
            throw Unexpected();
        if (call.Arguments.FirstOrDefault(a => a.Name is not null) is { } named)
            throw ErrorAt(named.Position, "type modifier cannot have parameter name");
        if (call.OrderBy.Count > 0)
            throw ErrorAt(_orderByPosition, "type modifier cannot have ORDER BY");
        var type = new TypeName(call.Position, call.Name) { Modifiers = [.. call.Arguments.Select(a => a.Value)] };
        return new CastExpression(call.Position, ParseStringLiteral(), type, CastForm.TypedLiteral);
    }

    /// <summary>The name's parentheses (func_application).</summary>
    private FunctionCall ParseCall(QualifiedName name)
    {
        Expect(TokenKind.OpenParenthesis);
        var call = ParseCallContent(new FunctionCall(name.Position, name, []));
        Expect(TokenKind.CloseParenthesis);
        return call;
    }

    private FunctionCall ParseCallContent(FunctionCall call)
    {
        if (Is(TokenKind.CloseParenthesis))
            return call;
        if (Is(TokenKind.Star) && Accept(TokenKind.Star))
            return call with { IsStar = true };
        var isDistinct = Accept(Keyword.Distinct);
        var isPlain = !isDistinct && !Accept(Keyword.All);
        return call with
        {
            IsDistinct = isDistinct,
            Arguments = ParseArguments(isPlain),
            OrderBy = ParseCallOrderBy(),
        };
    }

    private List<SortItem> ParseCallOrderBy()
    {
        var position = Position;
        var orderBy = ParseOptionalOrderBy();
        _orderByPosition = position;
        return orderBy;
    }

    private List<FunctionArgument> ParseArguments(bool allowVariadic)
    {
        var arguments = new List<FunctionArgument>();
        do
        {
            if (allowVariadic && Accept(Keyword.Variadic))
            {
                arguments.Add(ParseArgument() with { IsVariadic = true });
                break;
            }

            arguments.Add(ParseArgument());
        }
        while (Accept(TokenKind.Comma));
        return arguments;
    }

    private FunctionArgument ParseArgument()
    {
        var position = Position;
        if (!IsFunctionName(Current) || Peek(1).Kind is not (TokenKind.ColonEqual or TokenKind.EqualGreater))
            return new FunctionArgument(position, null, ParseExpression());
        var name = TakeName();
        _index++;
        return new FunctionArgument(position, name, ParseExpression());
    }

    private FunctionCall ParseCallSuffixes(FunctionCall call)
    {
        if (Is(Keyword.Within))
            call = ParseWithinGroup(call);
        if (Accept(Keyword.Filter))
        {
            Expect(TokenKind.OpenParenthesis);
            Expect(Keyword.Where);
            call = call with { Filter = ParseExpression() };
            Expect(TokenKind.CloseParenthesis);
        }

        return Accept(Keyword.Over) ? call with { Over = ParseOver() } : call;
    }

    private FunctionCall ParseWithinGroup(FunctionCall call)
    {
        var position = Take().Start;
        Expect(Keyword.Group);
        Expect(TokenKind.OpenParenthesis);
        var orderBy = ParseOrderBy();
        Expect(TokenKind.CloseParenthesis);
        if (call.OrderBy.Count > 0)
            throw ErrorAt(position, "cannot use multiple ORDER BY clauses with WITHIN GROUP");
        if (call.IsDistinct)
            throw ErrorAt(position, "cannot use DISTINCT with WITHIN GROUP");
        if (call.Arguments.Any(a => a.IsVariadic))
            throw ErrorAt(position, "cannot use VARIADIC with WITHIN GROUP");
        return call with { OrderBy = orderBy, IsWithinGroup = true };
    }
}
