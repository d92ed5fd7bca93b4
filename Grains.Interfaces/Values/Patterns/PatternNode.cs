namespace Granary.Grains.Interfaces.Values.Patterns;

/// <summary>Places in a text at which something other than a character matches.</summary>
internal enum PatternAnchor
{
    Start = 0,
    End,
    LineStart,
    LineEnd,
    WordStart,
    WordEnd,
    WordEdge,
    NoWordEdge,
}

/// <summary>Which match a part of a regular expression prefers.</summary>
internal enum PatternPreference
{
    None = 0,
    Longest,
    Shortest,
}

/// <summary>A part of a regular expression. Its program is made when it is first matched.</summary>
internal abstract record PatternNode
{
    /// <summary>PostgreSQL 15, 9.7.3.5.</summary>
    public abstract PatternPreference Preference { get; }

    public bool HasGroups { get; protected init; }

    public PatternProgram Program => field ??= PatternProgram.Of(this);

    internal sealed record Empty : PatternNode
    {
        public override PatternPreference Preference => PatternPreference.None;
    }

    internal sealed record Character(CharacterSet Set) : PatternNode
    {
        public override PatternPreference Preference => PatternPreference.None;
    }

    internal sealed record Anchor(PatternAnchor Kind) : PatternNode
    {
        public override PatternPreference Preference => PatternPreference.None;
    }

    /// <summary>Look-ahead and look-behind.</summary>
    internal sealed record Look(PatternNode Inner, bool IsBehind, bool IsNegative) : PatternNode
    {
        public override PatternPreference Preference => PatternPreference.None;
    }

    internal sealed record Sequence : PatternNode
    {
        public Sequence(PatternNode first, PatternNode rest)
        {
            (First, Rest) = (first, rest);
            HasGroups = first.HasGroups || rest.HasGroups;
        }

        public PatternNode First { get; }

        public PatternNode Rest { get; }

        public override PatternPreference Preference => First.Preference != PatternPreference.None ? First.Preference : Rest.Preference;
    }

    internal sealed record Choice : PatternNode
    {
        public Choice(IReadOnlyList<PatternNode> branches)
        {
            Branches = branches;
            HasGroups = branches.Any(branch => branch.HasGroups);
        }

        public IReadOnlyList<PatternNode> Branches { get; }

        public override PatternPreference Preference => PatternPreference.Longest;
    }

    internal sealed record Repeat : PatternNode
    {
        private readonly bool _isGreedy;

        public Repeat(PatternNode inner, int least, int most, bool isGreedy)
        {
            (Inner, Least, Most, _isGreedy) = (inner, least, most, isGreedy);
            HasGroups = inner.HasGroups;
        }

        public PatternNode Inner { get; }

        public int Least { get; }

        /// <summary>-1 for no limit.</summary>
        public int Most { get; }

        public override PatternPreference Preference => Least == Most ? Inner.Preference : _isGreedy ? PatternPreference.Longest : PatternPreference.Shortest;
    }

    internal sealed record Group : PatternNode
    {
        public Group(PatternNode inner, int number)
        {
            (Inner, Number) = (inner, number);
            HasGroups = true;
        }

        public PatternNode Inner { get; }

        public int Number { get; }

        public override PatternPreference Preference => Inner.Preference;
    }
}
