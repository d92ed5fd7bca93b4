using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <summary>One statement of a script. Positions in its tree count from the start of the whole script, as PostgreSQL's do.</summary>
/// <param name="Statement">The tree.</param>
/// <param name="Start">Where the statement's text starts in the script.</param>
/// <param name="Length">Its length, without the semicolon.</param>
public sealed record ScriptStatement(Statement Statement, int Start, int Length);

/// <summary>
/// PostgreSQL 15's grammar: text in, tree out. Pure, and safe from any thread. Throws <see cref="GranaryException"/>
/// with PostgreSQL's own message and position (in code points); nesting beyond a fixed depth is 54001.
/// </summary>
public static class SqlParser
{
    /// <summary>Parses the statements of a text. Empty statements leave no trace, so a comment alone gives none.</summary>
    public static IReadOnlyList<ScriptStatement> ParseScript(string text) => new Parser(text).ParseScript();

    /// <summary>Parses a text that is one statement, as the extended protocol demands; null if it is empty.</summary>
    public static Statement? ParseStatement(string text)
    {
        var statements = ParseScript(text);
        return statements.Count switch
        {
            0 => null,
            1 => statements[0].Statement,
            _ => throw new GranaryException(ErrorKind.Invalid, SqlState.SyntaxError,
                "cannot insert multiple commands into a prepared statement"),
        };
    }

    /// <summary>The position that PostgreSQL would report for an offset of the tree: code points instead of UTF-16 units.</summary>
    public static int CharacterPosition(string text, int offset) => SyntaxErrors.CharacterPosition(text, offset);
}
