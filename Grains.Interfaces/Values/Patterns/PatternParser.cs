namespace Granary.Grains.Interfaces.Values.Patterns;

/// <summary>Reads PostgreSQL's advanced regular expressions (regcomp.c, regc_lex.c) into a tree. One use each.</summary>
internal sealed partial class PatternParser
{
    private const int MaxRepeat = 255;
    private const int MaxDepth = 200;

    private readonly int[] _text;
    private PatternOptions _options;
    private int _at;
    private int _depth;

    public PatternParser(string pattern, PatternOptions options)
    {
        _text = [.. pattern.EnumerateRunes().Select(rune => rune.Value)];
        _options = options;
    }

    public int GroupCount { get; private set; }

    public PatternNode Parse()
    {
        ReadPrefix();
        if (_options.IsLiteral)
        {
            PatternNode literal = new PatternNode.Empty();
            for (var i = _text.Length - 1; i >= _at; i--) literal = new PatternNode.Sequence(Character(_text[i]), literal);
            return literal;
        }

        var node = ParseChoice();
        return _at == _text.Length ? node : throw PatternErrors.Of(PatternErrors.Parentheses);
    }

    private void ReadPrefix()
    {
        if (_options.IsLiteral) return;
        if (StartsWith("***"))
        {
            if (StartsWith("***=")) _options = _options with { IsLiteral = true };
            else if (!StartsWith("***:")) throw PatternErrors.Of(PatternErrors.Operand);
            _at = 4;
        }

        if (_options.IsLiteral || !StartsWith("(?") || _at + 2 >= _text.Length || _text[_at + 2] > 127 || !char.IsAsciiLetter((char)_text[_at + 2])) return;
        for (_at += 2; _at < _text.Length && _text[_at] < 128 && char.IsAsciiLetter((char)_text[_at]); _at++)
            _options = _options.With((char)_text[_at]) ?? throw PatternErrors.Of(PatternErrors.Option);
        if (!Take(')')) throw PatternErrors.Of(PatternErrors.Option);
    }

    private PatternNode ParseChoice()
    {
        if (++_depth > MaxDepth) throw PatternErrors.Of(PatternErrors.TooComplex);
        var branches = new List<PatternNode> { ParseBranch() };
        while (Take('|')) branches.Add(ParseBranch());
        _depth--;
        return branches.Count == 1 ? branches[0] : new PatternNode.Choice(branches);
    }

    private PatternNode ParseBranch()
    {
        var parts = new List<PatternNode>();
        for (SkipBlanks(); _at < _text.Length && _text[_at] is not ('|' or ')'); SkipBlanks()) parts.Add(ParseQuantified());
        if (parts.Count == 0) return new PatternNode.Empty();
        var node = parts[^1];
        for (var i = parts.Count - 2; i >= 0; i--) node = new PatternNode.Sequence(parts[i], node);
        return node;
    }

    private PatternNode ParseQuantified()
    {
        var atom = ParseAtom();
        SkipBlanks();
        if (ReadQuantifier() is not var (least, most)) return atom;
        if (atom is PatternNode.Anchor or PatternNode.Look) throw PatternErrors.Of(PatternErrors.Operand);
        var isGreedy = !Take('?');
        SkipBlanks();
        if (_at < _text.Length && (_text[_at] is '*' or '+' or '?' || StartsBound())) throw PatternErrors.Of(PatternErrors.Operand);
        return new PatternNode.Repeat(atom, least, most, isGreedy);
    }

    private (int Least, int Most)? ReadQuantifier()
    {
        if (Take('*')) return (0, -1);
        if (Take('+')) return (1, -1);
        if (Take('?')) return (0, 1);
        if (!StartsBound()) return null;
        _at++;
        var least = ReadCount();
        var most = least;
        if (Take(',')) most = _at < _text.Length && _text[_at] is >= '0' and <= '9' ? ReadCount() : -1;
        if (_at >= _text.Length) throw PatternErrors.Of(PatternErrors.Braces);
        if (!Take('}') || (most >= 0 && most < least)) throw PatternErrors.Of(PatternErrors.Count);
        return (least, most);
    }

    private bool StartsBound() => _at + 1 < _text.Length && _text[_at] == '{' && _text[_at + 1] is >= '0' and <= '9';

    private int ReadCount()
    {
        var count = 0;
        for (; _at < _text.Length && _text[_at] is >= '0' and <= '9'; _at++)
        {
            count = count * 10 + (_text[_at] - '0');
            if (count > MaxRepeat) throw PatternErrors.Of(PatternErrors.Count);
        }

        return count;
    }

    private PatternNode ParseAtom()
    {
        var character = _text[_at++];
        switch (character)
        {
            case '(':
                return ParseGroup();
            case '[':
                return ParseBracket();
            case '\\':
                return ParseEscape();
            case '.':
                return new PatternNode.Character(new CharacterSet { IsComplement = true, ExcludesNewline = _options.StopsAtLines });
            case '^':
                return new PatternNode.Anchor(_options.HasLineAnchors ? PatternAnchor.LineStart : PatternAnchor.Start);
            case '$':
                return new PatternNode.Anchor(_options.HasLineAnchors ? PatternAnchor.LineEnd : PatternAnchor.End);
            case '*' or '+' or '?':
                throw PatternErrors.Of(PatternErrors.Operand);
            case '{' when _at < _text.Length && _text[_at] is >= '0' and <= '9':
                throw PatternErrors.Of(PatternErrors.Operand);
            default:
                return Character(character);
        }
    }

    private PatternNode ParseGroup()
    {
        var (isBehind, isNegative) = (false, false);
        if (!Take('?'))
        {
            var number = ++GroupCount;
            return new PatternNode.Group(ParseInner(), number);
        }

        if (Take(':')) return ParseInner();
        if (Take('<')) isBehind = true;
        if (Take('!')) isNegative = true;
        else if (!Take('=')) throw PatternErrors.Of(PatternErrors.Operand);
        var groups = GroupCount;
        var inner = ParseInner();
        // groups within capture nothing and have no number
        GroupCount = groups;
        return new PatternNode.Look(inner, isBehind, isNegative);
    }

    private PatternNode ParseInner()
    {
        var inner = ParseChoice();
        return Take(')') ? inner : throw PatternErrors.Of(PatternErrors.Parentheses);
    }

    private PatternNode.Character Character(int character) => new(CharacterSet.Of(character, _options.IgnoresCase));

    private bool Take(char wanted)
    {
        if (_at >= _text.Length || _text[_at] != wanted) return false;
        _at++;
        return true;
    }

    private bool StartsWith(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (_at + i >= _text.Length || _text[_at + i] != text[i]) return false;
        return true;
    }

    // (?#…) is a comment always; blanks and # up to the line's end where the pattern is expanded
    private void SkipBlanks()
    {
        while (_at < _text.Length)
        {
            if (StartsWith("(?#"))
            {
                while (_at < _text.Length && _text[_at] != ')') _at++;
                if (!Take(')')) throw PatternErrors.Of(PatternErrors.Parentheses);
            }
            else if (_options.IsExpanded && CharacterSet.IsOf("space", _text[_at])) _at++;
            else if (_options.IsExpanded && _text[_at] == '#')
                while (_at < _text.Length && _text[_at] != '\n') _at++;
            else return;
        }
    }
}
