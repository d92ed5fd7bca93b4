using System.Text;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Generating;

/// <summary>LIKE and regular expressions.</summary>
internal static class Patterns
{
    public static string Like(string symbol, string value, string pattern, BoundExpression node)
    {
        var keyword = symbol.EndsWith('*') ? "ILIKE" : "LIKE";
        var not = symbol.StartsWith('!') ? "NOT " : "";
        if (node is BoundConstant { Text: { } text })
        {
            // Looking for a plain part of the text is what most dashboards send, and three times as fast without a pattern.
            if (keyword == "ILIKE" && PlainPart(text) is { } part) return $"({not}contains(lower({value}), {SqlText.Literal(part)}))";
            // Without a backslash the escape changes nothing, and DuckDB is faster without one.
            if (!text.Contains('\\')) return $"({value} {not}{keyword} {pattern})";
            if (EndsWithLoneBackslash(text))
                throw Refusal.Of(SqlState.InvalidEscapeSequence, "LIKE pattern must not end with escape character", -1);
        }
        return $"({value} {not}{keyword} {pattern} ESCAPE '\\')";
    }

    /// <summary>The lower-case text between the two percent signs of a pattern that holds nothing else special, when it is ASCII; else null.</summary>
    private static string? PlainPart(string pattern) =>
        pattern is ['%', .. var part, '%'] && part.Length > 0 && !part.AsSpan().ContainsAny('%', '_', '\\') && Ascii.IsValid(part) ? part.ToLowerInvariant() : null;

    private static bool EndsWithLoneBackslash(string text) => text.Reverse().TakeWhile(c => c == '\\').Count() % 2 == 1;

    public static string Regex(string symbol, string value, string pattern, BoundExpression node)
    {
        var test = $"regexp_matches({value}, {Pattern(pattern, node)}, '{(symbol.EndsWith('*') ? "si" : "s")}')";
        return symbol.StartsWith('!') ? $"(NOT {test})" : test;
    }

    /// <summary>A pattern in RE2's language. What RE2 lacks is refused while the statement is read, or by RE2 when it runs.</summary>
    public static string Pattern(string pattern, BoundExpression node) =>
        node is BoundConstant { Text: { } text } ? SqlText.Literal(Translate(text, node.Position)) : pattern;

    private static string Translate(string pattern, int position)
    {
        if (pattern.StartsWith("***=", StringComparison.Ordinal)) return $"\\Q{pattern[4..].Replace("\\E", "\\E\\\\E\\Q", StringComparison.Ordinal)}\\E";
        if (pattern.StartsWith("***:", StringComparison.Ordinal)) pattern = pattern[4..];
        var result = new StringBuilder(pattern.Length + 8);
        var inBracket = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (inBracket)
            {
                if (c == '[' && i + 1 < pattern.Length && pattern[i + 1] is ':' or '.' or '=' && pattern.IndexOf(']', i + 2) is var end && end > 0)
                {
                    if (pattern[i + 1] != ':') throw Unsupported("collating elements", position);
                    result.Append(pattern, i, end - i + 1);
                    i = end;
                    continue;
                }
                // Brackets hold no nested class in PostgreSQL: RE2 must read this one literally.
                if (c == '[') result.Append('\\');
                if (c == ']') inBracket = false;
                if (c == '\\' && i + 1 < pattern.Length) result.Append(pattern[i++]);
                result.Append(pattern[i]);
                continue;
            }
            if (c == '\\' && i + 1 < pattern.Length)
            {
                i = Escape(pattern, i, result, position);
                continue;
            }
            if (c == '(' && i + 2 < pattern.Length && pattern[i + 1] == '?' && pattern[i + 2] is '=' or '!' or '<')
                throw Unsupported("look-around", position);
            result.Append(c);
            if (c != '[') continue;
            inBracket = true;
            if (i + 1 < pattern.Length && pattern[i + 1] == '^') result.Append(pattern[++i]);
            // A bracket that comes first is itself.
            if (i + 1 < pattern.Length && pattern[i + 1] == ']')
            {
                result.Append("\\]");
                i++;
            }
        }
        return result.ToString();
    }

    private static int Escape(string pattern, int i, StringBuilder result, int position)
    {
        var c = pattern[i + 1];
        switch (c)
        {
            case 'y':
                result.Append("\\b");
                break;
            case 'Y':
                result.Append("\\B");
                break;
            case 'Z':
                result.Append("\\z");
                break;
            case 'e':
                result.Append("\\x1B");
                break;
            case 'm' or 'M':
                throw Unsupported("\\m and \\M", position);
            case >= '1' and <= '9':
                throw Unsupported("back references", position);
            default:
                result.Append('\\').Append(c);
                break;
        }
        return i + 1;
    }

    private static GranaryException Unsupported(string what, int position) =>
        Refusal.Unsupported($"regular expressions with {what} are not supported", position, "Rewrite the pattern with groups, classes and \\y.");
}
