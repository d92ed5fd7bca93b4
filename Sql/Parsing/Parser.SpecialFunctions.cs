using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Functions with a syntax of their own (func_expr_common_subexpr).</content>
internal sealed partial class Parser
{
    /// <summary>A special function if one starts here; null if the keyword is a name.</summary>
    private Expression? TryParseSpecialFunction()
    {
        var token = Current;
        if (ValueKind(token.Keyword) is var kind && kind != SqlValueKind.Unspecified)
            return TryParseValueFunction(kind);
        if (token.Keyword == Keyword.Collation && NextIs(Keyword.For))
            return ParseCollationFor();
        if (NextIs(TokenKind.OpenParenthesis))
            return IsSpecialFunction(token.Keyword) ? ParseSpecialFunction() : null;
        // The only one of these words that can be nothing else.
        return token.Keyword == Keyword.Cast ? throw Unexpected(Peek(1)) : null;
    }

    private static bool IsSpecialFunction(Keyword keyword) => keyword is Keyword.Cast or Keyword.Treat or Keyword.Coalesce
        or Keyword.Nullif or Keyword.Greatest or Keyword.Least or Keyword.Extract or Keyword.Normalize or Keyword.Overlay
        or Keyword.Position or Keyword.Substring or Keyword.Trim || IsXmlFunction(keyword);

    private static bool IsXmlFunction(Keyword keyword) => keyword is Keyword.Xmlconcat or Keyword.Xmlelement
        or Keyword.Xmlexists or Keyword.Xmlforest or Keyword.Xmlparse or Keyword.Xmlpi or Keyword.Xmlroot
        or Keyword.Xmlserialize or Keyword.Xmltable;

    private Expression ParseSpecialFunction()
    {
        var token = Take();
        if (IsXmlFunction(token.Keyword))
            throw NotSupported(token.Start, "XML is not supported");
        _index++;
        Expression value = token.Keyword switch
        {
            Keyword.Cast => ParseCast(token.Start),
            Keyword.Treat => ParseTreat(token.Start),
            Keyword.Coalesce => new CoalesceExpression(token.Start, ParseList(ParseExpression)),
            Keyword.Nullif => ParseNullIf(token.Start),
            Keyword.Greatest => new MinMaxExpression(token.Start, true, ParseList(ParseExpression)),
            Keyword.Least => new MinMaxExpression(token.Start, false, ParseList(ParseExpression)),
            Keyword.Extract => ParseExtract(token.Start),
            Keyword.Normalize => ParseNormalize(token.Start),
            Keyword.Overlay => ParseOverlay(token.Start),
            Keyword.Position => ParsePosition(token.Start),
            Keyword.Substring => ParseSubstring(token.Start),
            _ => ParseTrim(token.Start),
        };
        Expect(TokenKind.CloseParenthesis);
        return value;
    }

    private CastExpression ParseCast(int position)
    {
        var operand = ParseExpression();
        Expect(Keyword.As);
        return new CastExpression(position, operand, ParseTypeName(), CastForm.Call);
    }

    /// <summary>PostgreSQL makes <c>TREAT(x AS t)</c> a call of the function that is named as the type.</summary>
    private FunctionCall ParseTreat(int position)
    {
        var operand = ParseExpression();
        Expect(Keyword.As);
        return SystemCall(position, ParseTypeName().Name.Name, operand);
    }

    private NullIfExpression ParseNullIf(int position)
    {
        var left = ParseExpression();
        Expect(TokenKind.Comma);
        return new NullIfExpression(position, left, ParseExpression());
    }

    private FunctionCall ParseExtract(int position)
    {
        var field = Current;
        var isField = IsIdentifier(field) || field.Keyword is Keyword.Year or Keyword.Month or Keyword.Day
            or Keyword.Hour or Keyword.Minute or Keyword.Second;
        var name = isField ? TakeName() : ParseString();
        Expect(Keyword.From);
        return SystemCall(position, "extract", new StringLiteral(field.Start, name), ParseExpression());
    }

    private FunctionCall ParseNormalize(int position)
    {
        var value = ParseExpression();
        return Accept(TokenKind.Comma)
            ? SystemCall(position, "normalize", value, TryParseNormalForm() ?? throw Unexpected())
            : SystemCall(position, "normalize", value);
    }

    private FunctionCall ParsePosition(int position)
    {
        var part = ParseRestrictedExpression();
        Expect(Keyword.In);
        return SystemCall(position, "position", ParseRestrictedExpression(), part);
    }

    /// <summary><c>overlay(a PLACING b FROM c [FOR d])</c>, or a plain call.</summary>
    private FunctionCall ParseOverlay(int position)
    {
        var arguments = ParseOptionalArguments();
        if (!IsSqlForm(arguments) || !Accept(Keyword.Placing))
            return PlainCall(position, "overlay", arguments);
        var text = arguments[0].Value;
        var replacement = ParseExpression();
        Expect(Keyword.From);
        var start = ParseExpression();
        return Accept(Keyword.For)
            ? SystemCall(position, "overlay", text, replacement, start, ParseExpression())
            : SystemCall(position, "overlay", text, replacement, start);
    }

    /// <summary><c>substring(a FROM b FOR c)</c> in any of its orders, <c>substring(a SIMILAR b ESCAPE c)</c>, or a plain call.</summary>
    private FunctionCall ParseSubstring(int position)
    {
        var arguments = ParseOptionalArguments();
        if (!IsSqlForm(arguments))
            return PlainCall(position, "substring", arguments);
        var text = arguments[0].Value;
        if (Accept(Keyword.From))
        {
            var start = ParseExpression();
            return Accept(Keyword.For)
                ? SystemCall(position, "substring", text, start, ParseExpression())
                : SystemCall(position, "substring", text, start);
        }

        if (Accept(Keyword.For))
            return ParseSubstringFor(position, text);
        if (!Accept(Keyword.Similar))
            return PlainCall(position, "substring", arguments);
        var pattern = ParseExpression();
        Expect(Keyword.Escape);
        return SystemCall(position, "substring", text, pattern, ParseExpression());
    }

    private FunctionCall ParseSubstringFor(int position, Expression text)
    {
        var length = ParseExpression();
        if (Accept(Keyword.From))
            return SystemCall(position, "substring", text, ParseExpression(), length);
        // The cast keeps a text length from choosing the regular expression form.
        var integer = new CastExpression(length.Position, length, SystemType(length.Position, "int4"), CastForm.Call);
        return SystemCall(position, "substring", text, new IntegerLiteral(position, 1), integer);
    }

    private FunctionCall ParseTrim(int position)
    {
        var name = Current.Keyword switch
        {
            Keyword.Leading => "ltrim",
            Keyword.Trailing => "rtrim",
            _ => "btrim",
        };
        if (Current.Keyword is Keyword.Leading or Keyword.Trailing or Keyword.Both)
            _index++;
        if (Accept(Keyword.From))
            return SystemCall(position, name, ParseList(ParseExpression));
        var arguments = ParseList(ParseExpression);
        return arguments.Count == 1 && Accept(Keyword.From)
            ? SystemCall(position, name, [.. ParseList(ParseExpression), arguments[0]])
            : SystemCall(position, name, arguments);
    }

    private List<FunctionArgument> ParseOptionalArguments()
        => Is(TokenKind.CloseParenthesis) ? [] : ParseArguments(allowVariadic: false);

    private static bool IsSqlForm(List<FunctionArgument> arguments) => arguments.Count == 1 && arguments[0].Name is null;

    private static FunctionCall PlainCall(int position, string name, IReadOnlyList<FunctionArgument> arguments)
        => new(position, new QualifiedName(position, [name]), arguments);

    private FunctionCall ParseCollationFor()
    {
        var position = Take().Start;
        _index++;
        return SystemCall(position, "pg_collation_for", ParseParenthesizedExpression());
    }

    private static SqlValueKind ValueKind(Keyword keyword) => keyword switch
    {
        Keyword.CurrentDate => SqlValueKind.CurrentDate,
        Keyword.CurrentTime => SqlValueKind.CurrentTime,
        Keyword.CurrentTimestamp => SqlValueKind.CurrentTimestamp,
        Keyword.Localtime => SqlValueKind.LocalTime,
        Keyword.Localtimestamp => SqlValueKind.LocalTimestamp,
        Keyword.CurrentRole => SqlValueKind.CurrentRole,
        Keyword.CurrentUser => SqlValueKind.CurrentUser,
        Keyword.User => SqlValueKind.User,
        Keyword.SessionUser => SqlValueKind.SessionUser,
        Keyword.CurrentCatalog => SqlValueKind.CurrentCatalog,
        Keyword.CurrentSchema => SqlValueKind.CurrentSchema,
        _ => SqlValueKind.Unspecified,
    };

    private SqlValueFunction? TryParseValueFunction(SqlValueKind kind)
    {
        // current_schema() and current_schema 'x' are a function and a type of that name.
        if (kind == SqlValueKind.CurrentSchema && (NextIs(TokenKind.OpenParenthesis) || IsString(Peek(1))))
            return null;
        var position = Take().Start;
        var hasPrecision = kind is SqlValueKind.CurrentTime or SqlValueKind.CurrentTimestamp
            or SqlValueKind.LocalTime or SqlValueKind.LocalTimestamp;
        if (!hasPrecision || !Accept(TokenKind.OpenParenthesis))
            return new SqlValueFunction(position, kind, null);
        var precision = ParseInteger();
        Expect(TokenKind.CloseParenthesis);
        return new SqlValueFunction(position, kind, precision);
    }
}
