using System.Globalization;

namespace Granary.Grains.Interfaces.Values.Json;

/// <summary>Numbers within jsonb: PostgreSQL's numeric, so exponents are written out and zeros behind the point kept.</summary>
internal static class JsonNumber
{
    // what numeric holds: digits before the point, and behind it
    private const int MaxWhole = 131072;
    private const int MaxScale = 16383;

    public static void Write(ReadOnlySpan<byte> number, PooledBuffer output)
    {
        var isNegative = number[0] == '-';
        if (isNegative) number = number[1..];
        long exponent = 0;
        var e = number.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            if (!int.TryParse(number[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written)) throw JsonErrors.NumberOverflow();
            exponent = written;
            number = number[..e];
        }

        var point = number.IndexOf((byte)'.');
        var whole = point < 0 ? number : number[..point];
        var fraction = point < 0 ? default : number[(point + 1)..];
        var isZero = whole.IndexOfAnyExcept((byte)'0') < 0 && fraction.IndexOfAnyExcept((byte)'0') < 0;
        if (isNegative && !isZero) output.WriteByte((byte)'-');
        var scale = Math.Max(0, fraction.Length - exponent);
        if (scale > MaxScale || (!isZero && whole.Length + exponent > MaxWhole)) throw JsonErrors.NumberOverflow();
        WriteShifted(whole, fraction, isZero ? Math.Min(exponent, 0) : exponent, (int)scale, output);
    }

    // the point moves right by the exponent
    private static void WriteShifted(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, long exponent, int scale, PooledBuffer output)
    {
        var digits = whole.Length + fraction.Length;
        var point = whole.Length + exponent;
        var hasWritten = false;
        for (long i = 0; i < point; i++)
        {
            var digit = Digit(whole, fraction, i, digits);
            if (digit == '0' && !hasWritten) continue;
            output.WriteByte(digit);
            hasWritten = true;
        }

        if (!hasWritten) output.WriteByte((byte)'0');
        if (scale == 0) return;
        output.WriteByte((byte)'.');
        for (var i = 0; i < scale; i++) output.WriteByte(Digit(whole, fraction, point + i, digits));
    }

    private static byte Digit(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, long index, int digits)
    {
        if (index < 0 || index >= digits) return (byte)'0';
        return index < whole.Length ? whole[(int)index] : fraction[(int)index - whole.Length];
    }
}
