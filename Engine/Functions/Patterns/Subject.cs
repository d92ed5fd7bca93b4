using System.Text;
using Granary.Grains.Interfaces.Values.Patterns;

namespace Granary.Engine.Functions.Patterns;

/// <summary>A text under a pattern, as characters; what is found is given back as UTF-8.</summary>
internal readonly ref struct Subject(ReadOnlySpan<byte> text, Pattern pattern)
{
    private readonly ReadOnlySpan<byte> _text = text;

    public ReadOnlySpan<int> Characters { get; } = Read(text);

    public Pattern Pattern { get; } = pattern;

    public ReadOnlySpan<byte> All => _text;

    /// <summary>The bytes between two characters.</summary>
    public ReadOnlySpan<byte> Slice(int start, int end)
    {
        if (Characters.Length == _text.Length) return _text[start..end];
        var from = Width(Characters[..start]);
        return _text.Slice(from, Width(Characters[start..end]));
    }

    /// <summary>All matches in the order of setup_regexp_matches (regexp.c), each as the whole and its groups.</summary>
    /// <param name="from">The character to begin at.</param>
    /// <param name="isGlobal">Whether to go on after the first.</param>
    /// <param name="splits">Whether empty matches at the ends and right behind another are left out.</param>
    public List<(int Start, int End)[]> Matches(int from, bool isGlobal, bool splits = false)
    {
        var matches = new List<(int Start, int End)[]>();
        var previousEnd = 0;
        while (from <= Characters.Length)
        {
            var groups = new (int Start, int End)[Pattern.GroupCount + 1];
            if (!Pattern.TryFind(Characters, from, groups)) break;
            var (start, end) = groups[0];
            if (!splits || (start < Characters.Length && end > previousEnd)) matches.Add(groups);
            previousEnd = end;
            if (!isGlobal) break;
            from = start == end ? end + 1 : end;
        }

        return matches;
    }

    private static int Width(ReadOnlySpan<int> characters)
    {
        var width = 0;
        foreach (var character in characters) width += new Rune(character).Utf8SequenceLength;
        return width;
    }

    private static int[] Read(ReadOnlySpan<byte> text)
    {
        var characters = new int[text.Length];
        var count = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var length);
            characters[count++] = rune.Value;
            text = text[length..];
        }

        return count == characters.Length ? characters : characters[..count];
    }
}
