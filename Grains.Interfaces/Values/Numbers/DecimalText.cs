using System.Globalization;
using System.Numerics;

namespace Granary.Grains.Interfaces.Values.Numbers;

/// <summary>A decimal as PostgreSQL's numeric has it: an exact whole number and the digits after the point.</summary>
internal readonly record struct DecimalText(BigInteger Unscaled, int Scale)
{
    // the digits of a place of numeric
    private const int DigitsPerPlace = 4;

    /// <summary>Reads `-12.50`; the digits after the point are kept as the scale.</summary>
    public static DecimalText Parse(ReadOnlySpan<byte> text)
    {
        var point = text.IndexOf((byte)'.');
        if (point < 0) return new DecimalText(ParseWhole(text), 0);
        Span<byte> digits = text.Length <= 128 ? stackalloc byte[text.Length - 1] : new byte[text.Length - 1];
        text[..point].CopyTo(digits);
        text[(point + 1)..].CopyTo(digits[point..]);
        return new DecimalText(ParseWhole(digits), text.Length - point - 1);
    }

    /// <summary>The digits after the point that PostgreSQL gives to a quotient: select_div_scale (numeric.c).</summary>
    public static int QuotientScale(DecimalText left, DecimalText right)
    {
        const int minSignificant = 16;
        const int maxScale = 1000;
        var (leftWeight, leftFirst) = left.FirstPlace();
        var (rightWeight, rightFirst) = right.FirstPlace();
        var weight = leftWeight - rightWeight;
        if (leftFirst <= rightFirst) weight--;
        return Math.Min(maxScale, Math.Max(Math.Max(left.Scale, right.Scale), minSignificant - weight * DigitsPerPlace));
    }

    /// <summary>A quotient, rounded half away from zero.</summary>
    public static DecimalText Divide(DecimalText left, DecimalText right, int scale)
    {
        var shift = scale + right.Scale - left.Scale;
        var (numerator, denominator) = (left.Unscaled, right.Unscaled);
        if (shift >= 0) numerator *= BigInteger.Pow(10, shift);
        else denominator *= BigInteger.Pow(10, -shift);
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        if (BigInteger.Abs(rest) * 2 >= BigInteger.Abs(denominator)) quotient += numerator.Sign * denominator.Sign;
        return new DecimalText(quotient, scale);
    }

    /// <summary>A square root, rounded.</summary>
    public DecimalText SquareRoot(int scale)
    {
        // one digit more than wanted decides the rounding
        var shift = 2 * (scale + 1) - Scale;
        var square = shift >= 0 ? Unscaled * BigInteger.Pow(10, shift) : Unscaled / BigInteger.Pow(10, -shift);
        return new DecimalText((FloorRoot(square) + 5) / 10, scale);
    }

    /// <summary>Writes the number with all its digits after the point.</summary>
    public void Write(PooledBuffer output)
    {
        var text = ToString();
        output.Advance(System.Text.Encoding.ASCII.GetBytes(text, output.Reserve(text.Length)));
    }

    /// <summary>The number with all its digits after the point.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        var sign = Unscaled.Sign < 0 ? "-" : "";
        return Scale == 0 ? sign + digits : $"{sign}{digits.AsSpan(0, digits.Length - Scale)}.{digits.AsSpan(digits.Length - Scale)}";
    }

    // the place of the first digit that isn't 0, counted in ten thousands, and the value of that place
    private (int Weight, int First) FirstPlace()
    {
        if (Unscaled.IsZero) return (0, 0);
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        var exponent = digits.Length - 1 - Scale;
        var weight = exponent >= 0 ? exponent / DigitsPerPlace : -((-exponent + DigitsPerPlace - 1) / DigitsPerPlace);
        var count = exponent - weight * DigitsPerPlace + 1;
        return (weight, int.Parse(digits.PadRight(count, '0').AsSpan(0, count), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    private static BigInteger ParseWhole(ReadOnlySpan<byte> digits) => Int128.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : BigInteger.Parse(System.Text.Encoding.ASCII.GetString(digits), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static BigInteger FloorRoot(BigInteger square)
    {
        if (square.IsZero) return square;
        var root = BigInteger.One << (int)((square.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + square / root) >> 1;
            if (next >= root) return root;
            root = next;
        }
    }
}
