using System.Text;

namespace Granary.Engine.Functions.Numbers;

/// <summary>Roman numerals.</summary>
internal static class RomanNumerals
{
    private static readonly (int Value, string Text)[] Steps =
    [
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ];

    /// <summary>A number from 1 to 3999; anything else is fifteen hash signs.</summary>
    public static string Of(int number)
    {
        if (number is < 1 or > 3999) return new string('#', 15);
        var text = new StringBuilder(15);
        foreach (var (value, letters) in Steps)
            for (; number >= value; number -= value) text.Append(letters);
        return text.ToString();
    }
}
