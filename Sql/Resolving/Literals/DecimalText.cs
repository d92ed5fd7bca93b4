namespace Granary.Sql.Resolving.Literals;

/// <summary>Decimal numbers as text: digits with a point, exponents worked in.</summary>
internal static class DecimalText
{
    /// <summary>A number without an exponent and without superfluous zeros in front, its scale kept; null when it is no number.</summary>
    public static string? Normalize(string text)
    {
        var at = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is '-' or '+')
        {
            negative = text[0] == '-';
            at = 1;
        }
        var whole = TakeDigits(text, ref at);
        var fraction = "";
        if (at < text.Length && text[at] == '.')
        {
            at++;
            fraction = TakeDigits(text, ref at);
        }
        if (whole.Length + fraction.Length == 0) return null;
        var exponent = 0;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            if (!int.TryParse(text.AsSpan(at + 1), System.Globalization.NumberStyles.AllowLeadingSign, null, out exponent)) return null;
            if (Math.Abs(exponent) > 10_000) return null;
            at = text.Length;
        }
        if (at != text.Length) return null;
        (whole, fraction) = Shift(whole, fraction, exponent);
        whole = whole.TrimStart('0');
        if (whole.Length == 0) whole = "0";
        var isZero = whole == "0" && fraction.All(c => c == '0');
        return (negative && !isZero ? "-" : "") + whole + (fraction.Length > 0 ? "." + fraction : "");
    }

    /// <summary>The digits after the point.</summary>
    public static int ScaleOf(string normal) => normal.IndexOf('.') is >= 0 and var point ? normal.Length - point - 1 : 0;

    /// <summary>All digits that count, as a decimal type's precision does.</summary>
    public static int PrecisionOf(string normal)
    {
        var digits = normal.Count(char.IsAsciiDigit);
        var isFraction = normal.StartsWith("0.", StringComparison.Ordinal) || normal.StartsWith("-0.", StringComparison.Ordinal);
        return Math.Max(1, isFraction ? digits - 1 : digits);
    }

    private static string TakeDigits(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return text[start..at];
    }

    private static (string Whole, string Fraction) Shift(string whole, string fraction, int exponent)
    {
        if (exponent > 0)
        {
            fraction = fraction.PadRight(exponent, '0');
            return (whole + fraction[..exponent], fraction[exponent..]);
        }
        if (exponent == 0) return (whole, fraction);
        whole = whole.PadLeft(-exponent, '0');
        return (whole[..^-exponent], whole[^-exponent..] + fraction);
    }
}
