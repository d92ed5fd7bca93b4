using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>The statements of a script, and which family each belongs to.</content>
internal sealed partial class Parser
{
    public IReadOnlyList<ScriptStatement> ParseScript()
    {
        var statements = new List<ScriptStatement>();
        while (true)
        {
            while (Accept(TokenKind.Semicolon))
            {
            }

            if (AtEnd())
                break;
            var start = Position;
            var statement = ParseStatement();
            if (!AtEnd() && !Is(TokenKind.Semicolon))
                throw Unexpected();
            statements.Add(new ScriptStatement(statement, start, _tokens[_index - 1].End - start));
        }

        return _deferredError is null ? statements : throw _deferredError;
    }

    /// <summary>True at the end of the text; throws at the place where the lexer stopped.</summary>
    private bool AtEnd()
    {
        if (!Is(TokenKind.End))
            return false;
        return _tokens.Error is { } error ? throw error : true;
    }

    private Statement ParseStatement()
    {
        switch (Current.Keyword)
        {
            case Keyword.Insert or Keyword.Select or Keyword.With or Keyword.Values or Keyword.Table:
                return ParsePreparable();
            case Keyword.Begin or Keyword.Start:
                return ParseBegin();
            case Keyword.Commit or Keyword.End:
                return ParseCommit();
            case Keyword.Rollback or Keyword.Abort:
                return ParseRollback();
            case Keyword.Savepoint:
                return ParseSavepoint();
            case Keyword.Release:
                return ParseRelease();
            case Keyword.Copy:
                return ParseCopy();
            case Keyword.Set:
                return ParseSet();
            case Keyword.Show:
                return ParseShow();
            case Keyword.Reset:
                return ParseReset();
            case Keyword.Discard:
                return ParseDiscard();
            default:
                return Is(TokenKind.OpenParenthesis) ? ParsePreparable() : ParseSessionStatement();
        }
    }

    private Statement ParseSessionStatement() => Current.Keyword switch
    {
        Keyword.Prepare => ParsePrepare(),
        Keyword.Execute => ParseExecute(),
        Keyword.Deallocate => ParseDeallocate(),
        Keyword.Declare => ParseDeclare(),
        Keyword.Fetch or Keyword.Move => ParseFetch(),
        Keyword.Close => ParseClose(),
        Keyword.Explain => ParseExplain(),
        Keyword.Listen => ParseListen(),
        Keyword.Notify => ParseNotify(),
        Keyword.Unlisten => ParseUnlisten(),
        Keyword.Lock => ParseLock(),
        _ => SkipUnsupported(),
    };
}
