using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Prepared statements, EXPLAIN, notifications and LOCK.</content>
internal sealed partial class Parser
{
    private Statement ParsePrepare()
    {
        var position = Take().Start;
        if (Is(Keyword.Transaction) && IsString(Peek(1)))
        {
            _index++;
            return new PrepareTransactionStatement(position, ParseString());
        }

        var name = ParseColumnName();
        IReadOnlyList<TypeName> types = Is(TokenKind.OpenParenthesis) ? ParseParenthesizedList(ParseTypeName) : [];
        Expect(Keyword.As);
        return new PrepareStatement(position, name, types, ParsePreparable());
    }

    private ExecuteStatement ParseExecute()
    {
        var position = Take().Start;
        var name = ParseColumnName();
        return new ExecuteStatement(position, name, Is(TokenKind.OpenParenthesis) ? ParseParenthesizedList(ParseExpression) : []);
    }

    private DeallocateStatement ParseDeallocate()
    {
        var position = Take().Start;
        if (Is(Keyword.Prepare) && (IsColumnName(Peek(1)) || NextIs(Keyword.All)))
            _index++;
        return new DeallocateStatement(position, Accept(Keyword.All) ? null : ParseColumnName());
    }

    private ExplainStatement ParseExplain()
    {
        Enter();
        var position = Take().Start;
        var options = new List<UtilityOption>();
        if (Is(TokenKind.OpenParenthesis) && !AtQueryInParentheses())
        {
            options = ParseParenthesizedList(ParseExplainOption);
        }
        else
        {
            if (Current.Keyword is Keyword.Analyze or Keyword.Analyse)
                options.Add(new UtilityOption(Take().Start, "analyze", null));
            if (Is(Keyword.Verbose))
                options.Add(new UtilityOption(Take().Start, "verbose", null));
        }

        var body = ParseExplainable();
        Leave();
        return new ExplainStatement(position, options, body);
    }

    private UtilityOption ParseExplainOption()
    {
        var position = Position;
        var isAnalyze = Accept(Keyword.Analyze) || Accept(Keyword.Analyse);
        var name = isAnalyze ? "analyze" : ParseExplainOptionName();
        return new UtilityOption(position, name, Current.Kind is TokenKind.Comma or TokenKind.CloseParenthesis ? null : ParseOptionValue());
    }

    private string ParseExplainOptionName() => IsNonReserved(Current) ? TakeName() : throw Unexpected();

    private Statement ParseExplainable() => Current.Keyword switch
    {
        Keyword.Declare => ParseDeclare(),
        Keyword.Execute => ParseExecute(),
        Keyword.Create or Keyword.Refresh => SkipUnsupported(),
        _ => ParsePreparable(),
    };

    private ListenStatement ParseListen()
    {
        var position = Take().Start;
        return new ListenStatement(position, ParseColumnName());
    }

    private NotifyStatement ParseNotify()
    {
        var position = Take().Start;
        var channel = ParseColumnName();
        return new NotifyStatement(position, channel, Accept(TokenKind.Comma) ? ParseString() : null);
    }

    private UnlistenStatement ParseUnlisten()
    {
        var position = Take().Start;
        return new UnlistenStatement(position, Accept(TokenKind.Star) ? null : ParseColumnName());
    }

    private LockStatement ParseLock()
    {
        var position = Take().Start;
        Accept(Keyword.Table);
        var tables = ParseList(() => ParseRelation().Name);
        var mode = "ACCESS EXCLUSIVE";
        if (Accept(Keyword.In))
        {
            mode = ParseLockMode();
            Expect(Keyword.Mode);
        }

        return new LockStatement(position, tables, mode, Accept(Keyword.Nowait));
    }

    private string ParseLockMode()
    {
        switch (Take().Keyword)
        {
            case Keyword.Access:
                return Accept(Keyword.Share) ? "ACCESS SHARE" : "ACCESS " + ExpectExclusive();
            case Keyword.Row:
                return Accept(Keyword.Share) ? "ROW SHARE" : "ROW " + ExpectExclusive();
            case Keyword.Exclusive:
                return "EXCLUSIVE";
            case Keyword.Share when Accept(Keyword.Update):
                return "SHARE UPDATE " + ExpectExclusive();
            case Keyword.Share when Accept(Keyword.Row):
                return "SHARE ROW " + ExpectExclusive();
            case Keyword.Share:
                return "SHARE";
            default:
                _index--;
                throw Unexpected();
        }
    }

    private string ExpectExclusive()
    {
        Expect(Keyword.Exclusive);
        return "EXCLUSIVE";
    }
}
