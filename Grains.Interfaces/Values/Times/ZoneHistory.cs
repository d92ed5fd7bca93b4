namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>A stretch of time in which a zone keeps one offset, and its short name then: `CEST`.</summary>
internal sealed record ZoneRange(long Start, long End, int Offset, string Abbreviation);

/// <summary>The transitions of a zone and the rule that goes on behind the last one.</summary>
/// <param name="transitions">UTC seconds, ascending.</param>
/// <param name="offsets">One more than transitions: the offset before the first, and behind each.</param>
/// <param name="abbreviations">As many as offsets.</param>
/// <param name="rule">What holds behind the last transition; null: its offset for ever.</param>
internal sealed class ZoneHistory(long[] transitions, int[] offsets, string[] abbreviations, PosixRule? rule)
{
    public ZoneRange RangeAt(long seconds)
    {
        var index = Array.BinarySearch(transitions, seconds);
        index = index < 0 ? ~index : index + 1; // transitions at or before the moment
        var start = index == 0 ? long.MinValue : transitions[index - 1];
        if (index < transitions.Length) return new ZoneRange(start, transitions[index], offsets[index], abbreviations[index]);
        if (rule is null) return new ZoneRange(start, long.MaxValue, offsets[index], abbreviations[index]);
        var range = rule.RangeAt(seconds);
        return range.Start >= start ? range : range with { Start = start };
    }
}
