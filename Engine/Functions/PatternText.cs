using System.Text;

namespace Granary.Engine.Functions;

/// <summary>Splits patterns of `to_char` and `to_date` into words and letters: parse_format (formatting.c).</summary>
internal static class PatternText
{
    /// <summary>Takes a word at the beginning of the rest and tells its length; 0 when there is none.</summary>
    public delegate int WordMatch(ReadOnlySpan<byte> rest);

    public static void Split(ReadOnlySpan<byte> pattern, WordMatch match, Action<byte[]> literal)
    {
        while (!pattern.IsEmpty)
        {
            var length = match(pattern);
            if (length > 0) pattern = pattern[length..];
            else if (pattern[0] == '"') pattern = Quoted(pattern[1..], literal);
            else
            {
                // a backslash counts only in front of a quote
                if (pattern.StartsWith("\\\""u8)) pattern = pattern[1..];
                pattern = Letter(pattern, literal);
            }
        }
    }

    /// <summary>Whether a pattern begins with a word that is wholly upper or wholly lower case.</summary>
    public static bool StartsWith(ReadOnlySpan<byte> pattern, string word, out bool isLower)
    {
        isLower = false;
        if (pattern.Length < word.Length) return false;
        var (asUpper, asLower) = (true, true);
        for (var i = 0; i < word.Length; i++)
        {
            asUpper &= pattern[i] == word[i];
            asLower &= pattern[i] == char.ToLowerInvariant(word[i]);
        }

        isLower = asLower && !asUpper;
        return asUpper || asLower;
    }

    private static ReadOnlySpan<byte> Quoted(ReadOnlySpan<byte> pattern, Action<byte[]> literal)
    {
        while (!pattern.IsEmpty)
        {
            if (pattern[0] == '"') return pattern[1..];
            if (pattern[0] == '\\' && pattern.Length > 1) pattern = pattern[1..];
            pattern = Letter(pattern, literal);
        }

        return pattern;
    }

    private static ReadOnlySpan<byte> Letter(ReadOnlySpan<byte> pattern, Action<byte[]> literal)
    {
        Rune.DecodeFromUtf8(pattern, out _, out var length);
        literal(pattern[..length].ToArray());
        return pattern[length..];
    }
}
