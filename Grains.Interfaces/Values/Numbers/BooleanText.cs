namespace Granary.Grains.Interfaces.Values.Numbers;

/// <summary>Reads booleans as PostgreSQL does.</summary>
internal static class BooleanText
{
    /// <summary>Reads a truth value; throws 22P02.</summary>
    public static bool Parse(ReadOnlySpan<byte> text) => Read(Ascii.Trim(text)) ?? throw ValueErrors.InvalidText("boolean", text);

    // any unique beginning of true, false, yes, no, on, off; 1 and 0
    private static bool? Read(ReadOnlySpan<byte> word)
    {
        if (word.Length == 0) return null;
        return (word[0] | 0x20) switch
        {
            't' when Ascii.IsPrefixOf(word, "true"u8) => true,
            'f' when Ascii.IsPrefixOf(word, "false"u8) => false,
            'y' when Ascii.IsPrefixOf(word, "yes"u8) => true,
            'n' when Ascii.IsPrefixOf(word, "no"u8) => false,
            'o' when word.Length >= 2 && Ascii.IsPrefixOf(word, "on"u8) => true,
            'o' when word.Length >= 2 && Ascii.IsPrefixOf(word, "off"u8) => false,
            '1' when word is [(byte)'1'] => true,
            '0' when word is [(byte)'0'] => false,
            _ => null,
        };
    }
}
