using System.Numerics;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Numbers;

namespace Granary.Engine.Functions.Numbers;

/// <summary>Reads a numeric from text and holds it to a declared precision, or to what the engine keeps without one.</summary>
internal static class NumericReader
{
    // digits that the engine keeps before and after the point of a numeric without a declared scale
    private const int MaxWhole = 22;
    private const int MaxScale = 16;

    /// <summary>Reads a number: rounded to a declared scale, else exactly. Throws 22P02, 22003 or 0A000.</summary>
    /// <param name="text">The number's text.</param>
    /// <param name="precision">Digits in all, or 0 when none were declared.</param>
    /// <param name="scale">Digits after the point when a precision was declared.</param>
    public static DecimalText Read(ReadOnlySpan<byte> text, int precision, int scale)
    {
        var number = NumericText.Parse(text);
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
}
