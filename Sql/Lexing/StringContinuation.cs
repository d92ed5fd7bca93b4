namespace Granary.Sql.Lexing;

/// <summary>SQL's rule that two strings with a line break between them are one.</summary>
internal static class StringContinuation
{
    /// <summary>The opening quote of the part that continues the string which ended before <paramref name="position"/>, or -1.</summary>
    public static int FindQuote(ReadOnlySpan<char> source, int position)
    {
        position = SkipHorizontal(source, position);
        if (position >= source.Length || !CharacterClasses.IsNewLine(source[position]))
            return -1;
        while (position < source.Length)
        {
            if (CharacterClasses.IsSpace(source[position]))
                position++;
            else if (source[position..].StartsWith("--"))
                position = EndOfLine(source, position);
            else
                return source[position] == '\'' ? position : -1;
        }

        return -1;
    }

    private static int SkipHorizontal(ReadOnlySpan<char> source, int position)
    {
        while (position < source.Length)
        {
            if (CharacterClasses.IsHorizontalSpace(source[position]))
                position++;
            else if (source[position..].StartsWith("--"))
                position = EndOfLine(source, position);
            else
                break;
        }

        return position;
    }

    private static int EndOfLine(ReadOnlySpan<char> source, int position)
    {
        var length = source[position..].IndexOfAny('\n', '\r');
        return length < 0 ? source.Length : position + length;
    }
}
