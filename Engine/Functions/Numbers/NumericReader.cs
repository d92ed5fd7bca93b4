using System.Globalization;
using System.Numerics;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Functions.Numbers;

/// <summary>numeric_in (numeric.c): decimal text with an exponent, kept with the digits that it was written with.</summary>
internal static class NumericReader
{
    // digits that the engine keeps before and after the point of a numeric without a declared scale
    private const int MaxWhole = 22;
    private const int MaxScale = 16;
    private const int MaxExponent = 131072;

    /// <summary>Reads a number: rounded to a declared scale, else exactly. Throws 22P02, 22003 or 0A000.</summary>
    /// <param name="text">The number's text.</param>
    /// <param name="precision">Digits in all, or 0 when none were declared.</param>
    /// <param name="scale">Digits after the point when a precision was declared.</param>
    public static DecimalText Read(ReadOnlySpan<byte> text, int precision, int scale)
    {
        var number = Parse(text);
        if (precision == 0)
        {
            if (number.Scale > MaxScale || BigInteger.Abs(number.Unscaled) >= BigInteger.Pow(10, MaxWhole + number.Scale))
                throw ValueErrors.Unsupported($"numeric values of more than {MaxWhole} digits before the point or {MaxScale} behind it are not supported in casts of text", "Cast to numeric(p,s) or double precision.");
            return number;
        }

        var rounded = DecimalText.Divide(number, new DecimalText(1, 0), scale);
        if (BigInteger.Abs(rounded.Unscaled) < BigInteger.Pow(10, precision)) return rounded;
        throw ValueErrors.Invalid(SqlState.NumericValueOutOfRange, "numeric field overflow",
            $"A field with precision {precision}, scale {scale} must round to an absolute value less than {(precision > scale ? "10^" : "")}{Math.Max(1, precision - scale)}.");
    }

    private static DecimalText Parse(ReadOnlySpan<byte> text)
    {
        var number = Ascii.Trim(text);
        var isNegative = number.Length > 0 && number[0] == '-';
        if (number.Length > 0 && number[0] is (byte)'-' or (byte)'+') number = number[1..];
        if (IsWord(number)) throw ValueErrors.Unsupported($"numeric {ValueErrors.Show(Ascii.Trim(text))} is not supported", "Use double precision for values that are not finite.");
        var exponent = 0;
        var e = number.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            if (!int.TryParse(number[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) throw ValueErrors.InvalidText("numeric", text);
            if (Math.Abs((long)exponent) > MaxExponent) throw ValueErrors.Invalid(SqlState.NumericValueOutOfRange, "value overflows numeric format");
            number = number[..e];
        }

        var point = number.IndexOf((byte)'.');
        var digits = System.Text.Encoding.UTF8.GetString(point < 0 ? number : [.. number[..point], .. number[(point + 1)..]]);
        if (digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9')) throw ValueErrors.InvalidText("numeric", text);
        var scale = (point < 0 ? 0 : number.Length - point - 1) - exponent;
        var value = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (scale < 0) (value, scale) = (value * BigInteger.Pow(10, -scale), 0);
        return new DecimalText(isNegative ? -value : value, scale);
    }

    private static bool IsWord(ReadOnlySpan<byte> word) =>
        System.Text.Ascii.EqualsIgnoreCase(word, "nan"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "infinity"u8);
}
