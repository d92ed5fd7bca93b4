using System.Globalization;
using System.Numerics;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Values.Numbers;

/// <summary>Reads decimal numbers as numeric_in (numeric.c) does: with an exponent, kept with the digits that they were written with.</summary>
internal static class NumericText
{
    private const int MaxExponent = 131072;
    private const int MaxWritten = 1000;

    /// <summary>Reads a number; throws 22P02, 22003 or 0A000.</summary>
    public static DecimalText Parse(ReadOnlySpan<byte> text)
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
        var value = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        // writing such an exponent out takes long, and what comes of it has no place to go
        if (Math.Abs(exponent) > MaxWritten && !value.IsZero)
            throw ValueErrors.Unsupported($"numeric exponents beyond {MaxWritten} are not supported", "Use double precision.");
        var scale = (point < 0 ? 0 : number.Length - point - 1) - exponent;
        if (scale < 0) (value, scale) = (value * BigInteger.Pow(10, -scale), 0);
        return new DecimalText(isNegative ? -value : value, scale);
    }

    private static bool IsWord(ReadOnlySpan<byte> word) =>
        Ascii.EqualsIgnoreCase(word, "nan"u8) || Ascii.EqualsIgnoreCase(word, "inf"u8) || Ascii.EqualsIgnoreCase(word, "infinity"u8);
}
