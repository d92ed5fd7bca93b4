using System.Globalization;
using System.Numerics;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Values.Numbers;

/// <summary>Floats as PostgreSQL writes and reads them: the shortest digits that give the value back, fixed or with e+NN.</summary>
internal static class FloatText
{
    /// <summary>The most bytes of a float's text.</summary>
    public const int MaxLength = 64;

    /// <summary>Writes a float; gives the bytes written.</summary>
    public static int Format<T>(T value, Span<byte> target, int extraDigits) where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(value)) return Put("NaN"u8, target);
        if (T.IsInfinity(value)) return Put(T.IsNegative(value) ? "-Infinity"u8 : "Infinity"u8, target);
        if (T.IsZero(value)) return Put(T.IsNegative(value) ? "-0"u8 : "0"u8, target);

        var isDouble = typeof(T) == typeof(double);
        var at = 0;
        if (T.IsNegative(value)) target[at++] = (byte)'-';
        var magnitude = T.Abs(value);
        Span<byte> digits = stackalloc byte[ShortestDigits.MaxLength];
        // the shortest form is fixed below the digits that are always exact; %g switches at its precision
        var limit = isDouble ? 15 : 6;
        int count, exponent;
        if (extraDigits > 0) (count, exponent) = ShortestDigits.Of(magnitude, digits);
        else
        {
            limit = Math.Max(1, limit + extraDigits);
            (count, exponent) = ShortestDigits.Rounded(magnitude, limit, digits);
        }

        return at + (exponent < -4 || exponent >= limit
            ? WriteScientific(digits[..count], exponent, target[at..])
            : WriteFixed(digits[..count], exponent, target[at..]));
    }

    /// <summary>Reads a float as C's strtod does within PostgreSQL's float8in; throws 22P02 or 22003.</summary>
    public static T Parse<T>(ReadOnlySpan<byte> text, string type) where T : IBinaryFloatingPointIeee754<T>
    {
        var number = Ascii.Trim(text);
        if (!LooksDecimal(number)) return ParseSpecial<T>(number, text, type);
        if (!T.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) throw ValueErrors.InvalidText(type, text);
        if (T.IsInfinity(value) || (T.IsZero(value) && HasDigitOtherThanZero(number)))
            throw ValueErrors.Invalid(SqlState.NumericValueOutOfRange, $"\"{ValueErrors.Show(number)}\" is out of range for type {type}");
        return value;
    }

    private static bool LooksDecimal(ReadOnlySpan<byte> number)
    {
        foreach (var letter in number)
            if (!Ascii.IsDigit(letter) && letter is not ((byte)'.' or (byte)'+' or (byte)'-' or (byte)'e' or (byte)'E')) return false;
        return number.Length > 0;
    }

    private static bool HasDigitOtherThanZero(ReadOnlySpan<byte> number)
    {
        foreach (var letter in number)
        {
            if (letter is (byte)'e' or (byte)'E') return false;
            if (letter is >= (byte)'1' and <= (byte)'9') return true;
        }

        return false;
    }

    private static T ParseSpecial<T>(ReadOnlySpan<byte> number, ReadOnlySpan<byte> text, string type) where T : IBinaryFloatingPointIeee754<T>
    {
        if (number.IsEmpty) throw ValueErrors.InvalidText(type, text);
        var word = number[0] is (byte)'-' or (byte)'+' ? number[1..] : number;
        if (Ascii.EqualsIgnoreCase(word, "infinity"u8) || Ascii.EqualsIgnoreCase(word, "inf"u8))
            return number[0] == '-' ? T.NegativeInfinity : T.PositiveInfinity;
        if (Ascii.EqualsIgnoreCase(word, "nan"u8)) return T.NaN;
        if (Ascii.StartsWith(word, "0x"u8) && word.Length > 2)
            throw ValueErrors.Unsupported($"hexadecimal floats are not supported: \"{ValueErrors.Show(text)}\"", "Write the number in decimal.");
        throw ValueErrors.InvalidText(type, text);
    }

    private static int WriteScientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> target)
    {
        target[0] = digits[0];
        var at = 1;
        if (digits.Length > 1)
        {
            target[at++] = (byte)'.';
            digits[1..].CopyTo(target[at..]);
            at += digits.Length - 1;
        }

        target[at++] = (byte)'e';
        target[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
        var size = Math.Abs(exponent);
        if (size >= 100) target[at++] = (byte)('0' + size / 100);
        target[at++] = (byte)('0' + size / 10 % 10);
        target[at++] = (byte)('0' + size % 10);
        return at;
    }

    private static int WriteFixed(ReadOnlySpan<byte> digits, int exponent, Span<byte> target)
    {
        if (exponent < 0)
        {
            "0."u8.CopyTo(target);
            target.Slice(2, -exponent - 1).Fill((byte)'0');
            digits.CopyTo(target[(1 - exponent)..]);
            return 1 - exponent + digits.Length;
        }

        var whole = exponent + 1;
        if (digits.Length <= whole)
        {
            digits.CopyTo(target);
            target[digits.Length..whole].Fill((byte)'0');
            return whole;
        }

        digits[..whole].CopyTo(target);
        target[whole] = (byte)'.';
        digits[whole..].CopyTo(target[(whole + 1)..]);
        return digits.Length + 1;
    }

    private static int Put(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        return text.Length;
    }
}
