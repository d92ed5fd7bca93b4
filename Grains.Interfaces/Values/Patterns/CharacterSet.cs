using System.Globalization;
using System.Text;

namespace Granary.Grains.Interfaces.Values.Patterns;

/// <summary>The characters that one place of a regular expression matches. Built once, then only asked.</summary>
internal sealed class CharacterSet
{
    private readonly List<(int First, int Last)> _ranges = [];
    private readonly List<(string Class, bool IsComplement)> _classes = [];

    public bool IsComplement { get; init; }

    public bool IgnoresCase { get; init; }

    /// <summary>Whether a newline is never matched.</summary>
    public bool ExcludesNewline { get; init; }

    public static CharacterSet Of(int character, bool ignoresCase)
    {
        var set = new CharacterSet { IgnoresCase = ignoresCase };
        set.Add(character, character);
        return set;
    }

    public void Add(int first, int last)
    {
        _ranges.Add((first, last));
        if (!IgnoresCase || first != last) return;
        // a character may have a small letter that has another capital
        var (lower, upper) = (Rune.ToLowerInvariant(new Rune(first)).Value, Rune.ToUpperInvariant(new Rune(first)).Value);
        _ranges.Add((lower, lower));
        _ranges.Add((upper, upper));
    }

    public void Add(string characterClass, bool isComplement) => _classes.Add((characterClass, isComplement));

    public bool Contains(int character)
    {
        if (ExcludesNewline && character == '\n') return false;
        var isIn = Holds(character);
        if (!isIn && IgnoresCase) isIn = Holds(Rune.ToLowerInvariant(new Rune(character)).Value) || Holds(Rune.ToUpperInvariant(new Rune(character)).Value);
        return isIn != IsComplement;
    }

    private bool Holds(int character)
    {
        foreach (var (first, last) in _ranges)
            if (character >= first && character <= last) return true;
        foreach (var (name, isComplement) in _classes)
            if (IsOf(name, character) != isComplement) return true;
        return false;
    }

    /// <summary>Whether there is a class of this name.</summary>
    public static bool IsClass(string name) =>
        name is "alnum" or "alpha" or "blank" or "cntrl" or "digit" or "graph" or "lower" or "print" or "punct" or "space" or "upper" or "xdigit" or "word";

    /// <summary>Classes as the C library's C.UTF-8 has them: digits are those of ASCII, others count as letters.</summary>
    public static bool IsOf(string name, int character) => name switch
    {
        "digit" => character is >= '0' and <= '9',
        "alpha" => IsAlpha(character),
        "alnum" => IsAlpha(character) || character is >= '0' and <= '9',
        "word" => IsAlpha(character) || character is >= '0' and <= '9' or '_',
        "lower" => Rune.IsLower(new Rune(character)),
        "upper" => Rune.IsUpper(new Rune(character)),
        "space" => IsSpace(character),
        "blank" => character is ' ' or '\t' || (character > 127 && IsSpace(character) && character is not (0x2028 or 0x2029)),
        "cntrl" => Rune.GetUnicodeCategory(new Rune(character)) is UnicodeCategory.Control || character is 0x2028 or 0x2029,
        "xdigit" => character < 128 && char.IsAsciiHexDigit((char)character),
        "print" => character is ' ' || IsGraph(character) || (character > 127 && IsSpace(character) && character is not (0x2028 or 0x2029)),
        "graph" => IsGraph(character),
        _ => IsGraph(character) && !IsAlpha(character) && character is not (>= '0' and <= '9'),
    };

    private static bool IsAlpha(int character) =>
        character < 128 ? char.IsAsciiLetter((char)character) : Rune.IsLetterOrDigit(new Rune(character)) || Rune.GetUnicodeCategory(new Rune(character)) == UnicodeCategory.LetterNumber;

    private static bool IsSpace(int character) =>
        character is (>= 9 and <= 13) or ' ' or 0x1680 or (>= 0x2000 and <= 0x2006) or (>= 0x2008 and <= 0x200a) or 0x2028 or 0x2029 or 0x205f or 0x3000;

    private static bool IsGraph(int character) => character > ' ' && !IsSpace(character)
        && Rune.GetUnicodeCategory(new Rune(character)) is not (UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
