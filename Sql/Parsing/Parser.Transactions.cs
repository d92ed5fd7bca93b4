using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Transactions and savepoints.</content>
internal sealed partial class Parser
{
    private BeginStatement ParseBegin()
    {
        var first = Take();
        var isStart = first.Keyword == Keyword.Start;
        if (isStart)
            Expect(Keyword.Transaction);
        else
            SkipTransactionWord();
        return new BeginStatement(first.Start, isStart, ParseTransactionModes(isRequired: false));
    }

    private void SkipTransactionWord()
    {
        if (Current.Keyword is Keyword.Work or Keyword.Transaction)
            _index++;
    }

    private TransactionModes ParseTransactionModes(bool isRequired)
    {
        var modes = TransactionModes.None;
        if (!isRequired && !AtTransactionMode())
            return modes;
        do
        {
            modes = ParseTransactionMode(modes);
        }
        while (Accept(TokenKind.Comma) || AtTransactionMode());
        return modes;
    }

    private bool AtTransactionMode() => Current.Keyword is Keyword.Isolation or Keyword.Read or Keyword.Deferrable or Keyword.Not;

    private TransactionModes ParseTransactionMode(TransactionModes modes)
    {
        switch (Current.Keyword)
        {
            case Keyword.Isolation:
                _index++;
                Expect(Keyword.Level);
                return modes with { Isolation = ParseIsolationLevel() };
            case Keyword.Read:
                _index++;
                var isReadOnly = Accept(Keyword.Only);
                if (!isReadOnly)
                    Expect(Keyword.Write);
                return modes with { IsReadOnly = isReadOnly };
            case Keyword.Not:
                _index++;
                Expect(Keyword.Deferrable);
                return modes with { IsDeferrable = false };
            default:
                Expect(Keyword.Deferrable);
                return modes with { IsDeferrable = true };
        }
    }

    private IsolationLevel ParseIsolationLevel()
    {
        if (Accept(Keyword.Serializable))
            return IsolationLevel.Serializable;
        if (Accept(Keyword.Repeatable))
        {
            Expect(Keyword.Read);
            return IsolationLevel.RepeatableRead;
        }

        Expect(Keyword.Read);
        if (Accept(Keyword.Committed))
            return IsolationLevel.ReadCommitted;
        Expect(Keyword.Uncommitted);
        return IsolationLevel.ReadUncommitted;
    }

    private Statement ParseCommit()
    {
        var first = Take();
        if (first.Keyword == Keyword.Commit && Accept(Keyword.Prepared))
            return new CommitPreparedStatement(first.Start, ParseString());
        SkipTransactionWord();
        return new CommitStatement(first.Start, ParseChain());
    }

    private Statement ParseRollback()
    {
        var first = Take();
        var isRollback = first.Keyword == Keyword.Rollback;
        if (isRollback && Accept(Keyword.Prepared))
            return new RollbackPreparedStatement(first.Start, ParseString());
        SkipTransactionWord();
        return isRollback && Accept(Keyword.To)
            ? new RollbackToSavepointStatement(first.Start, ParseSavepointName())
            : new RollbackStatement(first.Start, ParseChain());
    }

    private bool ParseChain()
    {
        if (!Accept(Keyword.And))
            return false;
        var isChain = !Accept(Keyword.No);
        Expect(Keyword.Chain);
        return isChain;
    }

    private SavepointStatement ParseSavepoint()
    {
        var position = Take().Start;
        return new SavepointStatement(position, ParseColumnName());
    }

    private ReleaseSavepointStatement ParseRelease()
    {
        var position = Take().Start;
        return new ReleaseSavepointStatement(position, ParseSavepointName());
    }

    /// <summary>A name behind the optional word SAVEPOINT, which may be a name itself.</summary>
    private string ParseSavepointName()
    {
        if (Is(Keyword.Savepoint) && IsColumnName(Peek(1)))
            _index++;
        return ParseColumnName();
    }
}
