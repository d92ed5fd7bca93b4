using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>COPY with its three generations of option syntax.</content>
internal sealed partial class Parser
{
    private CopyStatement ParseCopy()
    {
        var position = Take().Start;
        return Is(TokenKind.OpenParenthesis) ? ParseCopyQuery(position) : ParseCopyTable(position);
    }

    private CopyStatement ParseCopyQuery(int position)
    {
        var start = Take().Start;
        var query = ParsePreparable(inParentheses: true);
        Expect(TokenKind.CloseParenthesis);
        Expect(Keyword.To);
        var endpoint = ParseCopyEndpoint();
        Accept(Keyword.With);
        return new CopyStatement(position, new CopyQuery(start, query), IsFrom: false, endpoint) { Options = ParseCopyOptions() };
    }

    private CopyStatement ParseCopyTable(int position)
    {
        var options = new List<UtilityOption>();
        if (Is(Keyword.Binary))
            options.Add(TextOption(Take().Start, "format", "binary"));
        var start = Position;
        var subject = new CopyTable(start, ParseQualifiedName(), ParseOptionalNames());
        var isFrom = Accept(Keyword.From);
        if (!isFrom)
            Expect(Keyword.To);
        var endpoint = ParseCopyEndpoint();
        AddOldDelimiter(options);
        Accept(Keyword.With);
        options.AddRange(ParseCopyOptions());
        var where = Position;
        var condition = Accept(Keyword.Where) ? ParseExpression() : null;
        if (condition is not null && !isFrom)
            throw ErrorAt(where, "WHERE clause not allowed with COPY TO");
        return new CopyStatement(position, subject, isFrom, endpoint) { Options = options, Where = condition };
    }

    private CopyEndpoint ParseCopyEndpoint()
    {
        var position = Position;
        var isProgram = Accept(Keyword.Program);
        if (isProgram && Current.Keyword is Keyword.Stdin or Keyword.Stdout)
            throw ErrorWithoutPosition("STDIN/STDOUT not allowed with PROGRAM");
        if (Accept(Keyword.Stdin) || Accept(Keyword.Stdout))
            return new CopyClient(position);
        var text = ParseString();
        return isProgram ? new CopyProgram(position, text) : new CopyFile(position, text);
    }

    /// <summary><c>[USING] DELIMITERS 'x'</c>, from before PostgreSQL 7.3.</summary>
    private void AddOldDelimiter(List<UtilityOption> options)
    {
        var position = Position;
        var hasUsing = Accept(Keyword.Using);
        if (hasUsing && !Is(Keyword.Delimiters))
            throw Unexpected();
        if (Accept(Keyword.Delimiters))
            options.Add(TextOption(position, "delimiter", ParseString()));
    }

    private List<UtilityOption> ParseCopyOptions()
    {
        if (Is(TokenKind.OpenParenthesis))
            return ParseParenthesizedList(ParseCopyOption);
        var options = new List<UtilityOption>();
        while (TryParseOldCopyOption() is { } option)
            options.Add(option);
        return options;
    }

    private UtilityOption ParseCopyOption()
    {
        var position = Position;
        var name = ParseLabel();
        return new UtilityOption(position, name, Current.Kind is TokenKind.Comma or TokenKind.CloseParenthesis ? null : ParseCopyOptionValue());
    }

    private OptionValue ParseCopyOptionValue()
    {
        var position = Position;
        if (Accept(TokenKind.Star))
            return new OptionStar(position);
        return Is(TokenKind.OpenParenthesis)
            ? new OptionList(position, ParseParenthesizedList(ParseBooleanOrString))
            : ParseOptionValue();
    }

    /// <summary>An option of PostgreSQL 7.3 to 8.4, as the option that it is today.</summary>
    private UtilityOption? TryParseOldCopyOption()
    {
        var position = Position;
        switch (Current.Keyword)
        {
            case Keyword.Binary or Keyword.Csv:
                return TextOption(position, "format", TakeName());
            case Keyword.Freeze or Keyword.Header:
                return TextOption(position, TakeName(), "true");
            case Keyword.Delimiter or Keyword.Null or Keyword.Quote or Keyword.Escape:
                var name = TakeName();
                Accept(Keyword.As);
                return TextOption(position, name, ParseString());
            case Keyword.Encoding:
                return TextOption(position, TakeName(), ParseString());
            case Keyword.Force:
                _index++;
                return ParseForceOption(position);
            default:
                return null;
        }
    }

    private UtilityOption ParseForceOption(int position)
    {
        if (!Accept(Keyword.Quote))
        {
            var name = Accept(Keyword.Not) ? "force_not_null" : "force_null";
            Expect(Keyword.Null);
            return new UtilityOption(position, name, new OptionList(Position, ParseColumnNames()));
        }

        var start = Position;
        return Accept(TokenKind.Star)
            ? new UtilityOption(position, "force_quote", new OptionStar(start))
            : new UtilityOption(position, "force_quote", new OptionList(start, ParseColumnNames()));
    }

    private static UtilityOption TextOption(int position, string name, string value)
        => new(position, name, new OptionText(position, value));

    /// <summary>A word, a string or a number (opt_boolean_or_string, NumericOnly).</summary>
    private OptionValue ParseOptionValue()
    {
        var position = Position;
        return IsSignedNumber()
            ? new OptionNumber(position, ParseSignedNumber())
            : new OptionText(position, ParseBooleanOrString());
    }

    private bool AtBooleanWord() => Current.Keyword is Keyword.True or Keyword.False or Keyword.On;

    private string ParseBooleanOrString() => AtBooleanWord() ? TakeName() : ParseWordOrString();
}
