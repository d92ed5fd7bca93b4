using System.Text;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Resolving;

namespace Granary.Sql.Generating;

/// <summary>Turns SIMILAR TO's patterns into regular expressions.</summary>
internal static class SimilarPatterns
{
    public static string ToRegex(string pattern, string escape, int position)
    {
        if (escape.Length > 1)
            throw Refusal.Of("22019", "invalid escape string", position, "Escape string must be empty or one character.");
        var regex = new StringBuilder("^(?:");
        var inBracket = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (escape.Length == 1 && c == escape[0])
            {
                if (++i >= pattern.Length) throw Refusal.Of(SqlState.InvalidEscapeSequence, "LIKE pattern must not end with escape character", position);
                regex.Append('\\').Append(pattern[i]);
            }
            else if (inBracket)
            {
                if (c == ']') inBracket = false;
                if (c == '\\') regex.Append('\\');
                regex.Append(c);
            }
            else if (c == '[')
            {
                inBracket = true;
                regex.Append(c);
            }
            else
                regex.Append(c switch
                {
                    '%' => ".*",
                    '_' => ".",
                    '(' => "(?:",
                    '.' => "\\.",
                    '^' => "\\^",
                    '$' => "\\$",
                    '\\' => "\\\\",
                    _ => c.ToString(),
                });
        }
        return regex.Append(")$").ToString();
    }
}
