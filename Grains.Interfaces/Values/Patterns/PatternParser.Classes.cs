using System.Text;

namespace Granary.Grains.Interfaces.Values.Patterns;

/// <content>Escapes and bracket expressions.</content>
internal sealed partial class PatternParser
{
    private PatternNode ParseEscape()
    {
        if (_at >= _text.Length) throw PatternErrors.Of(PatternErrors.Escape);
        PatternAnchor? anchor = _text[_at] switch
        {
            'A' => PatternAnchor.Start,
            'Z' => PatternAnchor.End,
            'm' => PatternAnchor.WordStart,
            'M' => PatternAnchor.WordEnd,
            'y' => PatternAnchor.WordEdge,
            'Y' => PatternAnchor.NoWordEdge,
            _ => null,
        };
        if (anchor is { } kind)
        {
            _at++;
            return new PatternNode.Anchor(kind);
        }

        if (_text[_at] is >= '1' and <= '9') throw PatternErrors.Unsupported("back references");
        if (ReadClassEscape() is not var (name, isComplement)) return Character(ReadCharacterEscape());
        var set = new CharacterSet { ExcludesNewline = isComplement && _options.StopsAtLines };
        set.Add(name, isComplement);
        return new PatternNode.Character(set);
    }

    private (string Class, bool IsComplement)? ReadClassEscape()
    {
        (string, bool)? found = _text[_at] switch
        {
            'd' => ("digit", false),
            'D' => ("digit", true),
            's' => ("space", false),
            'S' => ("space", true),
            'w' => ("word", false),
            'W' => ("word", true),
            _ => null,
        };
        if (found is not null) _at++;
        return found;
    }

    private int ReadCharacterEscape()
    {
        var character = _text[_at++];
        if (character > 127 || !char.IsAsciiLetterOrDigit((char)character)) return character;
        switch (character)
        {
            case 'a': return 7;
            case 'b': return '\b';
            case 'B': return '\\';
            case 'e': return 27;
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'v': return '\v';
            case 'c' when _at < _text.Length: return _text[_at++] & 31;
            case 'u': return ReadNumber(4, 4, 16);
            case 'U': return ReadNumber(8, 8, 16);
            case 'x': return ReadNumber(1, 255, 16);
            case '0':
                _at--;
                return ReadNumber(1, 3, 8);
            default:
                throw PatternErrors.Of(PatternErrors.Escape);
        }
    }

    private int ReadNumber(int least, int most, int radix)
    {
        var (value, count) = (0L, 0);
        for (; count < most && _at < _text.Length && _text[_at] < 128 && char.IsAsciiHexDigit((char)_text[_at]); count++, _at++)
        {
            var digit = Convert.ToInt32(((char)_text[_at]).ToString(), 16);
            if (digit >= radix) break;
            value = value * radix + digit;
            if (value > 0x10ffff) throw PatternErrors.Of(PatternErrors.Escape);
        }

        return count >= least && Rune.IsValid((int)value) ? (int)value : throw PatternErrors.Of(PatternErrors.Escape);
    }

    private PatternNode.Character ParseBracket()
    {
        var isComplement = Take('^');
        var set = new CharacterSet { IsComplement = isComplement, IgnoresCase = _options.IgnoresCase, ExcludesNewline = isComplement && _options.StopsAtLines };
        for (var isFirst = true; ; isFirst = false)
        {
            if (_at >= _text.Length) throw PatternErrors.Of(PatternErrors.Brackets);
            if (!isFirst && Take(']')) return new PatternNode.Character(set);
            AddBracketPart(set);
        }
    }

    private void AddBracketPart(CharacterSet set)
    {
        if (StartsWith("[:"))
        {
            var name = ReadNamed(':');
            if (name is "<" or ">") throw PatternErrors.Unsupported("[[:<:]] and [[:>:]]");
            set.Add(CharacterSet.IsClass(name) ? name : throw PatternErrors.Of(PatternErrors.Class), false);
            return;
        }

        if (_text[_at] == '\\' && _at + 1 < _text.Length)
        {
            _at++;
            if (ReadClassEscape() is var (name, isComplement))
            {
                set.Add(name, isComplement);
                return;
            }

            _at--;
        }

        var first = ReadBracketCharacter();
        var last = first;
        if (_at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']')
        {
            _at++;
            last = ReadBracketCharacter();
        }

        set.Add(first, last >= first ? last : throw PatternErrors.Of(PatternErrors.Range));
    }

    private int ReadBracketCharacter()
    {
        if (StartsWith("[.") || StartsWith("[="))
        {
            var name = ReadNamed((char)_text[_at + 1]);
            var runes = name.EnumerateRunes().ToArray();
            return runes.Length == 1 ? runes[0].Value : throw PatternErrors.Unsupported("names of characters");
        }

        if (_text[_at++] != '\\') return _text[_at - 1];
        return _at < _text.Length ? ReadCharacterEscape() : throw PatternErrors.Of(PatternErrors.Escape);
    }

    // [:name:], [.name.], [=name=]
    private string ReadNamed(char mark)
    {
        var name = new StringBuilder();
        for (_at += 2; _at + 1 < _text.Length; _at++)
        {
            if (_text[_at] == mark && _text[_at + 1] == ']')
            {
                _at += 2;
                return name.ToString();
            }

            name.Append(new Rune(_text[_at]));
        }

        throw PatternErrors.Of(PatternErrors.Brackets);
    }
}
