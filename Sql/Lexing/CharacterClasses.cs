using System.Buffers;

namespace Granary.Sql.Lexing;

/// <summary>PostgreSQL's classes of characters. Everything outside ASCII is part of an identifier.</summary>
internal static class CharacterClasses
{
    private static readonly SearchValues<char> OperatorCharacters = SearchValues.Create("~!@#^&|`?+-*/%<>=");

    private static readonly SearchValues<char> AsciiOutsideIdentifiers = SearchValues.Create(
        [.. Enumerable.Range(0, 128).Select(i => (char)i).Where(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '$'))]);

    public static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';

    public static bool IsHorizontalSpace(char c) => c is ' ' or '\t' or '\f';

    public static bool IsNewLine(char c) => c is '\n' or '\r';

    public static bool IsOperator(char c) => OperatorCharacters.Contains(c);

    public static bool StartsIdentifier(char c) => char.IsAsciiLetter(c) || c == '_' || c >= 0x80;

    public static bool StartsDollarTag(char c) => StartsIdentifier(c);

    public static bool ContinuesDollarTag(char c) => StartsIdentifier(c) || char.IsAsciiDigit(c);

    /// <summary>The end of the identifier (or of the digits and letters) that starts at <paramref name="start"/>.</summary>
    public static int EndOfIdentifier(ReadOnlySpan<char> source, int start)
    {
        var length = source[start..].IndexOfAny(AsciiOutsideIdentifiers);
        return length < 0 ? source.Length : start + length;
    }

    /// <summary>The first place at or after <paramref name="start"/> that holds no digit.</summary>
    public static int EndOfDigits(ReadOnlySpan<char> source, int start)
    {
        while (start < source.Length && char.IsAsciiDigit(source[start]))
            start++;
        return start;
    }
}
