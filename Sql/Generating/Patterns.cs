using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Patterns;
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
        pattern is ['%', .. var part, '%'] && part.Length > 0 && !part.AsSpan().ContainsAny('%', '_', '\\') && System.Text.Ascii.IsValid(part) ? part.ToLowerInvariant() : null;

    private static bool EndsWithLoneBackslash(string text) => text.Reverse().TakeWhile(c => c == '\\').Count() % 2 == 1;

    public static string Regex(string symbol, string value, string pattern, BoundExpression node)
    {
        var ignoresCase = symbol.EndsWith('*');
        var test = node is BoundConstant { Text: { } text } && IsPlain(text) && !(ignoresCase && !System.Text.Ascii.IsValid(text))
            ? $"regexp_matches({value}, {pattern}, '{(ignoresCase ? "si" : "s")}')"
            : $"pg_regex_test({value}, {pattern}, '{(ignoresCase ? "i" : "")}')";
        return symbol.StartsWith('!') ? $"(NOT {test})" : test;
    }

    /// <summary>Whether RE2 reads a pattern as PostgreSQL does; whether there is a match doesn't depend on which one is taken.</summary>
    private static bool IsPlain(string pattern)
    {
        if (pattern.StartsWith("***", StringComparison.Ordinal) || pattern.Contains("(?", StringComparison.Ordinal) || pattern.AsSpan().IndexOfAny("[]{}") >= 0 && !HasPlainBrackets(pattern))
            return false;
        try
        {
            // what PostgreSQL refuses is refused here already
            Pattern.Parse(pattern, default);
        }
        catch (GranaryException)
        {
            return false;
        }

        for (var i = pattern.IndexOf('\\'); i >= 0; i = pattern.IndexOf('\\', i + 2))
            if (i + 1 >= pattern.Length || !(pattern[i + 1] is 'd' or 'D' || char.IsAsciiLetterOrDigit(pattern[i + 1]) is false && pattern[i + 1] < 128)) return false;
        return true;
    }

    // sets of letters, digits and a few signs, and no bounds
    private static bool HasPlainBrackets(string pattern)
    {
        var isOpen = false;
        foreach (var c in pattern)
        {
            if (c is '{' or '}') return false;
            if (c == '[' && isOpen) return false;
            if (isOpen && c is '\\' or '&' or '~') return false;
            isOpen = c == '[' || (isOpen && c != ']');
        }

        return !isOpen && !pattern.Contains("[]", StringComparison.Ordinal) && !pattern.Contains("[^]", StringComparison.Ordinal);
    }
}
