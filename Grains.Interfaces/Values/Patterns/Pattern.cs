namespace Granary.Grains.Interfaces.Values.Patterns;

/// <summary>
/// A regular expression with PostgreSQL's meaning (9.7.3.5): the earliest match; of those the longest or the shortest as the
/// whole prefers; then each part, from the left, takes the longest or shortest that lets the rest match. Immutable.
/// </summary>
internal sealed class Pattern
{
    private readonly PatternNode _root;

    private Pattern(PatternNode root, int groupCount) => (_root, GroupCount) = (root, groupCount);

    /// <summary>Capturing groups.</summary>
    public int GroupCount { get; }

    /// <summary>Reads a pattern; throws 2201B or 0A000.</summary>
    public static Pattern Parse(string pattern, PatternOptions options)
    {
        var parser = new PatternParser(pattern, options);
        return new Pattern(parser.Parse(), parser.GroupCount);
    }

    public bool IsMatch(ReadOnlySpan<int> text, int from = 0) => _root.Program.IsIn(text, from);

    /// <summary>The first match from a place on: the whole and each group; -1 where a group took no part.</summary>
    public bool TryFind(ReadOnlySpan<int> text, int from, Span<(int Start, int End)> groups)
    {
        groups.Fill((-1, -1));
        if (!IsMatch(text, from)) return false;
        var ends = new List<int>();
        for (var start = from; start <= text.Length; start++)
        {
            if (!_root.Program.Ends(text, start, text.Length, ends, stopAtFirst: _root.Preference == PatternPreference.Shortest)) continue;
            groups[0] = (start, ends[^1]);
            if (groups.Length > 1) Dissect(_root, text, start, ends[^1], groups);
            return true;
        }

        return false;
    }

    private static bool Dissect(PatternNode node, ReadOnlySpan<int> text, int start, int end, Span<(int Start, int End)> groups)
    {
        if (!node.HasGroups) return node.Program.Spans(text, start, end);
        switch (node)
        {
            case PatternNode.Group group:
                if (!Dissect(group.Inner, text, start, end, groups)) return false;
                groups[group.Number] = (start, end);
                return true;
            case PatternNode.Choice choice:
                foreach (var branch in choice.Branches)
                    if (branch.Program.Spans(text, start, end) && Dissect(branch, text, start, end, groups)) return true;
                return false;
            case PatternNode.Sequence sequence:
                return DissectSequence(sequence, text, start, end, groups);
            case PatternNode.Repeat repeat:
                if (start == end && repeat.Least == 0) return true;
                return DissectRepeat(repeat, text, start, end, 1, groups);
            default:
                return false;
        }
    }

    private static bool DissectSequence(PatternNode.Sequence sequence, ReadOnlySpan<int> text, int start, int end, Span<(int Start, int End)> groups)
    {
        foreach (var middle in Candidates(sequence.First, text, start, end))
        {
            if (sequence.Rest.Program.Spans(text, middle, end)
                && Dissect(sequence.First, text, start, middle, groups) && Dissect(sequence.Rest, text, middle, end, groups)) return true;
        }

        return false;
    }

    private static bool DissectRepeat(PatternNode.Repeat repeat, ReadOnlySpan<int> text, int start, int end, int count, Span<(int Start, int End)> groups)
    {
        if (repeat.Most >= 0 && count > repeat.Most) return false;
        foreach (var middle in Candidates(repeat.Inner, text, start, end))
        {
            if (middle == start && middle != end && count >= repeat.Least) continue;
            // a round forgets what the one before it captured
            Forget(repeat.Inner, groups);
            if (!Dissect(repeat.Inner, text, start, middle, groups)) continue;
            if (middle == end && count >= repeat.Least) return true;
            if (DissectRepeat(repeat, text, middle, end, count + 1, groups)) return true;
        }

        return false;
    }

    private static void Forget(PatternNode node, Span<(int Start, int End)> groups)
    {
        switch (node)
        {
            case PatternNode.Group group:
                groups[group.Number] = (-1, -1);
                Forget(group.Inner, groups);
                break;
            case PatternNode.Sequence sequence:
                Forget(sequence.First, groups);
                Forget(sequence.Rest, groups);
                break;
            case PatternNode.Choice choice:
                foreach (var branch in choice.Branches) Forget(branch, groups);
                break;
            case PatternNode.Repeat repeat:
                Forget(repeat.Inner, groups);
                break;
            default:
                break;
        }
    }

    // where a part may end, the preferred place first
    private static List<int> Candidates(PatternNode node, ReadOnlySpan<int> text, int start, int end)
    {
        var ends = new List<int>();
        node.Program.Ends(text, start, end, ends);
        if (node.Preference != PatternPreference.Shortest) ends.Reverse();
        return ends;
    }
}
