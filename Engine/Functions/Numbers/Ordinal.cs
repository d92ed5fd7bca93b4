namespace Granary.Engine.Functions.Numbers;

/// <summary>The letters that make a number an ordinal: 1st, 2nd, 3rd, 11th.</summary>
internal static class Ordinal
{
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<char> number, bool isUpper) => Of(number[^1], number.Length > 1 ? number[^2] : '0', isUpper);

    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> number, bool isUpper) => Of((char)number[^1], number.Length > 1 ? (char)number[^2] : '0', isUpper);

    private static ReadOnlySpan<byte> Of(char last, char tens, bool isUpper) => (tens == '1' ? '0' : last, isUpper) switch
    {
        ('1', true) => "ST"u8,
        ('2', true) => "ND"u8,
        ('3', true) => "RD"u8,
        (_, true) => "TH"u8,
        ('1', _) => "st"u8,
        ('2', _) => "nd"u8,
        ('3', _) => "rd"u8,
        _ => "th"u8,
    };
}
