namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>Numerics in decimal text.</summary>
internal static class NumericText
{
    /// <summary>Sign, 38 digits, zero and point.</summary>
    public const int MaxLength = 48;

    public static int Format(Int128 value, int scale, Span<byte> target)
    {
        Span<byte> digits = stackalloc byte[MaxLength];
        var at = 0;
        if (value < 0) target[at++] = (byte)'-';
        var magnitude = value < 0 ? (UInt128)(-value) : (UInt128)value;
        int count;
        if (magnitude <= ulong.MaxValue) ((ulong)magnitude).TryFormat(digits, out count);
        else magnitude.TryFormat(digits, out count);
        if (scale == 0)
        {
            digits[..count].CopyTo(target[at..]);
            return at + count;
        }

        var whole = count - scale;
        if (whole > 0)
        {
            digits[..whole].CopyTo(target[at..]);
            at += whole;
        }
        else target[at++] = (byte)'0';
        target[at++] = (byte)'.';
        for (; whole < 0; whole++) target[at++] = (byte)'0';
        digits[whole..count].CopyTo(target[at..]);
        return at + count - whole;
    }

    /// <summary>Reads a number as PostgreSQL's numeric_in does, rounding half away from zero; throws 22P02, 22003 or 0A000.</summary>
    public static Int128 Parse(ReadOnlySpan<byte> text, NumericRange range)
    {
        var number = Ascii.Trim(text);
        var isNegative = number.Length > 0 && number[0] == '-';
        if (number.Length > 0 && number[0] is (byte)'-' or (byte)'+') number = number[1..];
        var mantissa = number;
        var exponent = 0;
        var e = number.IndexOfAny((byte)'e', (byte)'E');
        if (number.IsEmpty || !(Ascii.IsDigit(number[0]) || number[0] == '.')) throw RefuseWord(number, text);
        if (e >= 0)
        {
            mantissa = number[..e];
            exponent = ParseExponent(number[(e + 1)..], text);
        }

        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? default : mantissa[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || !AreDigits(whole) || !AreDigits(fraction)) throw ValueErrors.InvalidText("numeric", text);
        var magnitude = Scale(whole, fraction, exponent, range);
        return isNegative ? -(Int128)magnitude : (Int128)magnitude;
    }

    private static UInt128 Scale(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int exponent, NumericRange range)
    {
        // the digits kept are those before the point when it is moved right by exponent + scale
        var kept = (long)whole.Length + exponent + range.Scale;
        UInt128 value = 0;
        var total = whole.Length + fraction.Length;
        var limit = range.Limit;
        var tenth = limit / 10; // at this size one more digit is too many, and might not fit 128 bits
        var i = 0;
        for (; i < total && i < kept; i++)
        {
            var digit = Digit(whole, fraction, i);
            if (value >= tenth) throw range.Overflow();
            value = value * 10 + (uint)digit;
        }

        if (i == total)
        {
            if (value == 0) return 0;
            for (var zeros = kept - total; zeros > 0; zeros--)
            {
                if (value >= tenth) throw range.Overflow();
                value *= 10;
            }

            return value;
        }

        if (!range.IsDeclared)
            for (var rest = (int)Math.Max(0, i); rest < total; rest++)
                if (Digit(whole, fraction, rest) != 0) throw range.Overflow();
        if (kept >= 0 && Digit(whole, fraction, i) >= 5) value++;
        return value < limit ? value : throw range.Overflow();
    }

    private static int Digit(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int index) =>
        (index < whole.Length ? whole[index] : fraction[index - whole.Length]) - '0';

    private static bool AreDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static int ParseExponent(ReadOnlySpan<byte> digits, ReadOnlySpan<byte> text)
    {
        var isNegative = digits.Length > 0 && digits[0] == '-';
        if (digits.Length > 0 && digits[0] is (byte)'-' or (byte)'+') digits = digits[1..];
        if (digits.IsEmpty || !AreDigits(digits)) throw ValueErrors.InvalidText("numeric", text);
        var value = 0;
        foreach (var digit in digits) value = Math.Min(100_000_000, value * 10 + (digit - '0'));
        return isNegative ? -value : value;
    }

    private static Granary.Grains.Interfaces.Errors.GranaryException RefuseWord(ReadOnlySpan<byte> word, ReadOnlySpan<byte> text)
    {
        if (Ascii.EqualsIgnoreCase(word, "nan"u8)) return NumericRange.NotANumber("NaN");
        if (Ascii.EqualsIgnoreCase(word, "infinity"u8) || Ascii.EqualsIgnoreCase(word, "inf"u8)) return NumericRange.NotANumber("Infinity");
        return ValueErrors.InvalidText("numeric", text);
    }
}
