using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Statements that PostgreSQL has and that are not parsed here: recognised by their first words, then skipped.</content>
internal sealed partial class Parser
{
    // Words that stand between CREATE and the kind of thing.
    private static bool IsModifier(Keyword keyword) => keyword is Keyword.Or or Keyword.Replace or Keyword.Temp or Keyword.Temporary
        or Keyword.Unlogged or Keyword.Local or Keyword.Global or Keyword.Unique or Keyword.Recursive or Keyword.Trusted
        or Keyword.Procedural or Keyword.Constraint;

    private UnsupportedStatement SkipUnsupported(bool inParentheses = false)
    {
        var position = Position;
        var command = ReadCommand();
        SkipStatement(inParentheses);
        return new UnsupportedStatement(position, command);
    }

    /// <summary>The words that name the statement, in upper case: <c>UPDATE</c>, <c>CREATE MATERIALIZED VIEW</c>.</summary>
    private string ReadCommand()
    {
        var first = Current;
        switch (first.Keyword)
        {
            case Keyword.Update or Keyword.Delete or Keyword.Merge or Keyword.Do or Keyword.Call or Keyword.Truncate
                or Keyword.Grant or Keyword.Revoke or Keyword.Vacuum or Keyword.Analyze or Keyword.Analyse or Keyword.Cluster
                or Keyword.Reindex or Keyword.Checkpoint or Keyword.Load or Keyword.Comment:
                _index++;
                return Upper(first);
            case Keyword.Create or Keyword.Alter or Keyword.Drop:
                return ReadDefinition();
            case Keyword.Import:
                return ReadPair(Keyword.Foreign);
            case Keyword.Reassign:
                return ReadPair(Keyword.Owned);
            case Keyword.Refresh:
                return ReadPair(Keyword.Materialized) + " VIEW";
            case Keyword.Security:
                return ReadPair(Keyword.Label);
            default:
                throw Unexpected();
        }
    }

    private static string Upper(Token token) => KeywordTable.Word(token.Keyword).ToUpperInvariant();

    private string ReadPair(Keyword second)
    {
        var first = Upper(Take());
        return $"{first} {Upper(Expect(second))}";
    }

    private string ReadDefinition()
    {
        var verb = Upper(Take());
        while (IsModifier(Current.Keyword))
            _index++;
        if (!IsDefinable(Current.Keyword))
            throw Unexpected();
        var kind = Take();
        return IsDoubleName(kind.Keyword) && Is(TokenKind.Keyword)
            ? $"{verb} {Upper(kind)} {Upper(Take())}"
            : $"{verb} {Upper(kind)}";
    }

    private static bool IsDefinable(Keyword keyword) => keyword is Keyword.Access or Keyword.Aggregate or Keyword.Assertion
        or Keyword.Cast or Keyword.Collation or Keyword.Conversion or Keyword.Database or Keyword.Default or Keyword.Domain
        or Keyword.Event or Keyword.Extension or Keyword.Foreign or Keyword.Function or Keyword.Group or Keyword.Index
        or Keyword.Language or Keyword.Large or Keyword.Materialized or Keyword.Operator or Keyword.Owned or Keyword.Policy
        or Keyword.Procedure or Keyword.Publication or Keyword.Role or Keyword.Routine or Keyword.Rule or Keyword.Schema
        or Keyword.Sequence or Keyword.Server or Keyword.Statistics or Keyword.Subscription or Keyword.System or Keyword.Table
        or Keyword.Tablespace or Keyword.Text or Keyword.Transform or Keyword.Trigger or Keyword.Type or Keyword.User
        or Keyword.View;

    private static bool IsDoubleName(Keyword keyword) => keyword is Keyword.Access or Keyword.Default or Keyword.Event
        or Keyword.Foreign or Keyword.Large or Keyword.Materialized or Keyword.Owned or Keyword.Text;

    /// <summary>Goes to the end of the statement: the semicolon outside of parentheses and of <c>BEGIN ATOMIC … END</c>.</summary>
    private void SkipStatement(bool inParentheses)
    {
        var (parentheses, blocks) = (0, 0);
        while (!AtEnd())
        {
            if (Is(TokenKind.Semicolon) && parentheses == 0 && blocks == 0)
                return;
            if (Is(TokenKind.CloseParenthesis) && parentheses == 0)
            {
                if (inParentheses)
                    return;
                throw Unexpected();
            }

            parentheses += Current.Kind switch { TokenKind.OpenParenthesis => 1, TokenKind.CloseParenthesis => -1, _ => 0 };
            if ((Is(Keyword.Begin) && NextIs(Keyword.Atomic)) || (blocks > 0 && Is(Keyword.Case)))
                blocks++;
            else if (blocks > 0 && Is(Keyword.End))
                blocks--;
            _index++;
        }
    }
}
