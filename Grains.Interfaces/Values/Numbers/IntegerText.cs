namespace Granary.Grains.Interfaces.Values.Numbers;

/// <summary>Reads whole numbers as PostgreSQL 15 does: blanks around, one sign, decimal digits.</summary>
internal static class IntegerText
{
    /// <summary>Reads a number and checks its range; throws 22P02 or 22003.</summary>
    public static long Parse(ReadOnlySpan<byte> text, long min, long max, string type)
    {
        if (text.Length is > 0 and <= 18 && Ascii.IsDigit(text[0]))
        {
            // the common case: up to 18 digits and nothing else can't overflow
            long value = 0;
            var i = 0;
            for (; i < text.Length && Ascii.IsDigit(text[i]); i++) value = value * 10 + (text[i] - '0');
            if (i == text.Length) return value <= max ? value : throw ValueErrors.OutOfRange(type, text);
        }

        return ParseSlow(text, min, max, type);
    }

    private static long ParseSlow(ReadOnlySpan<byte> text, long min, long max, string type)
    {
        var digits = Ascii.Trim(text);
        var isNegative = digits.Length > 0 && digits[0] == '-';
        if (digits.Length > 0 && digits[0] is (byte)'-' or (byte)'+') digits = digits[1..];
        if (digits.IsEmpty) throw ValueErrors.InvalidText(type, text);
        Int128 value = 0;
        var overflows = false;
        foreach (var digit in digits)
        {
            if (!Ascii.IsDigit(digit)) throw overflows ? ValueErrors.OutOfRange(type, text) : ValueErrors.InvalidText(type, text);
            value = value * 10 + (digit - '0');
            if ((isNegative ? -value < min : value > max) || overflows)
            {
                overflows = true;
                value = 0;
            }
        }

        if (overflows) throw ValueErrors.OutOfRange(type, text);
        return (long)(isNegative ? -value : value);
    }
}
