using System.Globalization;
using System.Numerics;

namespace Granary.Grains.Interfaces.Values.Numbers;

/// <summary>
/// The digits of positive floats. PostgreSQL's Ryu differs from .NET's shortest form in one point: it never takes a decimal
/// that lies exactly half-way to the next float, even where rounding to even would give the value back (1e23).
/// </summary>
internal static class ShortestDigits
{
    /// <summary>Room for any result.</summary>
    public const int MaxLength = 64;

    /// <summary>The digits without zeros at the end, and the decimal exponent of the first.</summary>
    public static (int Count, int Exponent) Of<T>(T value, Span<byte> digits) where T : IBinaryFloatingPointIeee754<T>
    {
        var (count, exponent) = Format(value, "R", digits);
        var (isDouble, bits) = (typeof(T) == typeof(double), typeof(T) == typeof(double) ? 53 : 24);
        if (value < T.CreateChecked(isDouble ? 9007199254740992.0 : 16777216.0)) return (count, exponent);
        var scale = exponent - count + 1;
        if (scale is < 0 or > 23 || !IsHalfway(value, digits[..count], scale, bits)) return (count, exponent);
        for (var precision = count + 1; ; precision++)
        {
            (count, exponent) = Rounded(value, precision, digits);
            scale = exponent - count + 1;
            if (scale >= 0 && IsHalfway(value, digits[..count], scale, bits)) continue;
            if (T.Parse(ToText(digits[..count], exponent), NumberStyles.Float, CultureInfo.InvariantCulture) == value) return (count, exponent);
        }
    }

    /// <summary>A given number of digits, rounded, without zeros at the end.</summary>
    public static (int Count, int Exponent) Rounded<T>(T value, int precision, Span<byte> digits) where T : IBinaryFloatingPointIeee754<T> =>
        Format(value, $"E{precision - 1}", digits);

    private static (int Count, int Exponent) Format<T>(T value, string format, Span<byte> digits) where T : IBinaryFloatingPointIeee754<T>
    {
        Span<byte> text = stackalloc byte[MaxLength];
        value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        return Split(text[..length], digits);
    }

    // 123.45, 0.0012, 1E+20 and 1.5E-07 into digits and exponent
    private static (int Count, int Exponent) Split(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        int count = 0, exponent = -1, i = 0;
        var behindPoint = false;
        for (; i < text.Length && text[i] != 'E'; i++)
        {
            if (text[i] == '.')
            {
                behindPoint = true;
                continue;
            }

            if (count == 0 && text[i] == '0')
            {
                if (behindPoint) exponent--;
                continue;
            }

            digits[count++] = text[i];
            if (!behindPoint) exponent++;
        }

        if (i < text.Length) exponent += int.Parse(text[(i + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        while (count > 1 && digits[count - 1] == '0') count--;
        return (count, exponent);
    }

    private static bool IsHalfway<T>(T value, ReadOnlySpan<byte> digits, int scale, int bits) where T : IBinaryFloatingPointIeee754<T>
    {
        var exact = new BigInteger(double.CreateChecked(value));
        var text = (BigInteger)UInt128.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * BigInteger.Pow(10, scale);
        var distance = BigInteger.Abs(text - exact);
        if (distance.IsZero) return false;
        var unit = BigInteger.One << ((int)exact.GetBitLength() - bits);
        // below a power of two the next float is half as far away
        var isBelowPowerOfTwo = exact.IsPowerOfTwo && text < exact;
        return distance * (isBelowPowerOfTwo ? 4 : 2) == unit;
    }

    private static string ToText(ReadOnlySpan<byte> digits, int exponent) =>
        string.Create(CultureInfo.InvariantCulture, $"{System.Text.Encoding.ASCII.GetString(digits)}e{exponent - digits.Length + 1}");
}
