namespace Granary.Grains.Interfaces.Values.Patterns;

/// <summary>A part of a regular expression as a machine whose states are all walked at once, so that no text takes it more than text × pattern steps.</summary>
internal sealed class PatternProgram
{
    private const int MaxSteps = 20_000;

    private readonly List<Step> _steps = [];

    private enum StepKind
    {
        Character = 0,
        Fork,
        Anchor,
        Look,
        Match,
    }

    public static PatternProgram Of(PatternNode node)
    {
        var program = new PatternProgram();
        program.Add(node);
        program._steps.Add(new Step(StepKind.Match));
        return program;
    }

    /// <summary>Whether the text holds a match anywhere from a place on.</summary>
    public bool IsIn(ReadOnlySpan<int> text, int from) => Run(text, from, isFloating: true, text.Length, null, stopAtFirst: true);

    /// <summary>Whether the text holds a match that begins at one place, and where those end.</summary>
    public bool Ends(ReadOnlySpan<int> text, int from, int limit, List<int>? ends, bool stopAtFirst = false) => Run(text, from, isFloating: false, limit, ends, stopAtFirst);

    /// <summary>Whether a match lies exactly between two places.</summary>
    public bool Spans(ReadOnlySpan<int> text, int from, int to)
    {
        var ends = new List<int>();
        Run(text, from, isFloating: false, to, ends, stopAtFirst: false);
        return ends.Count > 0 && ends[^1] == to;
    }

    private bool Run(ReadOnlySpan<int> text, int from, bool isFloating, int limit, List<int>? ends, bool stopAtFirst)
    {
        var (now, next) = (new States(_steps.Count), new States(_steps.Count));
        var isFound = false;
        for (var at = from; at <= limit; at++)
        {
            if (at == from || isFloating) Follow(0, text, at, now);
            if (now.IsMatched)
            {
                isFound = true;
                ends?.Add(at);
                if (stopAtFirst) return true;
            }

            if (now.Count == 0 && !isFloating) break;
            if (at == limit) break;
            for (var i = 0; i < now.Count; i++)
            {
                var step = now[i];
                if (_steps[step].Set!.Contains(text[at])) Follow(step + 1, text, at + 1, next);
            }

            (now, next) = (next, now);
            next.Clear();
        }

        return isFound;
    }

    private void Follow(int step, ReadOnlySpan<int> text, int at, States states)
    {
        var pending = states.Pending;
        pending.Push(step);
        while (pending.TryPop(out step))
        {
            if (!states.Visit(step)) continue;
            var code = _steps[step];
            switch (code.Kind)
            {
                case StepKind.Character:
                    states.Add(step);
                    break;
                case StepKind.Fork:
                    pending.Push(code.Second);
                    pending.Push(code.First);
                    break;
                case StepKind.Anchor when Holds(code.Anchor, text, at):
                case StepKind.Look when Looks(code, text, at):
                    pending.Push(step + 1);
                    break;
                case StepKind.Match:
                    states.IsMatched = true;
                    break;
                default:
                    break;
            }
        }
    }

    private static bool Looks(Step step, ReadOnlySpan<int> text, int at)
    {
        var isThere = false;
        if (!step.IsBehind) isThere = step.Inner!.Program.Ends(text, at, text.Length, null, stopAtFirst: true);
        else
            for (var start = at; start >= 0 && !isThere; start--) isThere = step.Inner!.Program.Spans(text, start, at);
        return isThere != step.IsNegative;
    }

    private static bool Holds(PatternAnchor anchor, ReadOnlySpan<int> text, int at)
    {
        switch (anchor)
        {
            case PatternAnchor.Start:
                return at == 0;
            case PatternAnchor.End:
                return at == text.Length;
            case PatternAnchor.LineStart:
                return at == 0 || text[at - 1] == '\n';
            case PatternAnchor.LineEnd:
                return at == text.Length || text[at] == '\n';
        }

        var (before, after) = (at > 0 && CharacterSet.IsOf("word", text[at - 1]), at < text.Length && CharacterSet.IsOf("word", text[at]));
        return anchor switch
        {
            PatternAnchor.WordStart => !before && after,
            PatternAnchor.WordEnd => before && !after,
            PatternAnchor.WordEdge => before != after,
            _ => before == after,
        };
    }

    private void Add(PatternNode node)
    {
        if (_steps.Count > MaxSteps) throw PatternErrors.Of(PatternErrors.TooComplex);
        switch (node)
        {
            case PatternNode.Character character:
                _steps.Add(new Step(StepKind.Character) { Set = character.Set });
                break;
            case PatternNode.Anchor anchor:
                _steps.Add(new Step(StepKind.Anchor) { Anchor = anchor.Kind });
                break;
            case PatternNode.Look look:
                _steps.Add(new Step(StepKind.Look) { Inner = look.Inner, IsBehind = look.IsBehind, IsNegative = look.IsNegative });
                break;
            case PatternNode.Sequence sequence:
                Add(sequence.First);
                Add(sequence.Rest);
                break;
            case PatternNode.Group group:
                Add(group.Inner);
                break;
            case PatternNode.Choice choice:
                AddChoice(choice);
                break;
            case PatternNode.Repeat repeat:
                AddRepeat(repeat);
                break;
            default:
                break;
        }
    }

    private void AddChoice(PatternNode.Choice choice)
    {
        var exits = new List<int>();
        for (var i = 0; i < choice.Branches.Count; i++)
        {
            var fork = Reserve();
            Add(choice.Branches[i]);
            exits.Add(Reserve());
            _steps[fork] = Fork(fork + 1, i + 1 < choice.Branches.Count ? _steps.Count : fork + 1);
        }

        foreach (var exit in exits) _steps[exit] = Fork(_steps.Count, _steps.Count);
    }

    private void AddRepeat(PatternNode.Repeat repeat)
    {
        for (var i = 0; i < repeat.Least; i++) Add(repeat.Inner);
        if (repeat.Most < 0)
        {
            var fork = Reserve();
            Add(repeat.Inner);
            _steps.Add(Fork(fork, fork));
            _steps[fork] = Fork(fork + 1, _steps.Count);
            return;
        }

        var skips = new List<int>();
        for (var i = repeat.Least; i < repeat.Most; i++)
        {
            skips.Add(Reserve());
            Add(repeat.Inner);
        }

        foreach (var skip in skips) _steps[skip] = Fork(skip + 1, _steps.Count);
    }

    private int Reserve()
    {
        _steps.Add(default);
        return _steps.Count - 1;
    }

    private static Step Fork(int first, int second) => new(StepKind.Fork) { First = first, Second = second };

    private readonly record struct Step(StepKind Kind)
    {
        public CharacterSet? Set { get; init; }

        public PatternAnchor Anchor { get; init; }

        public PatternNode? Inner { get; init; }

        public bool IsBehind { get; init; }

        public bool IsNegative { get; init; }

        public int First { get; init; }

        public int Second { get; init; }
    }

    /// <summary>The states that a machine is in at one place of the text.</summary>
    private sealed class States(int size)
    {
        private readonly bool[] _visited = new bool[size];
        private readonly int[] _waiting = new int[size];

        public Stack<int> Pending { get; } = new();

        public int Count { get; private set; }

        public bool IsMatched { get; set; }

        public int this[int index] => _waiting[index];

        public bool Visit(int step) => !_visited[step] && (_visited[step] = true);

        public void Add(int step) => _waiting[Count++] = step;

        public void Clear()
        {
            Array.Clear(_visited);
            Count = 0;
            IsMatched = false;
        }
    }
}
