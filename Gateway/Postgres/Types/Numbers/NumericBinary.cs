using System.Buffers.Binary;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>Numerics in PostgreSQL's binary format: base-10000 digits with a weight, a sign and a display scale.</summary>
internal static class NumericBinary
{
    /// <summary>The header and up to 11 + 10 groups.</summary>
    public const int MaxLength = 64;

    private const ushort Positive = 0x0000, Negative = 0x4000, NaN = 0xC000, PositiveInfinity = 0xD000, NegativeInfinity = 0xF000;

    public static int Format(Int128 value, int scale, Span<byte> target)
    {
        Span<byte> text = stackalloc byte[NumericText.MaxLength];
        var length = NumericText.Format(value < 0 ? -value : value, scale, text);
        var wholeDigits = scale == 0 ? length : length - scale - 1;
        Span<short> groups = stackalloc short[24];
        groups.Clear();
        // the groups are counted from the point in both directions
        var wholeGroups = (wholeDigits + 3) / 4;
        for (var i = 0; i < wholeDigits; i++) AddDigit(ref groups[wholeGroups - 1 - (wholeDigits - 1 - i) / 4], text[i], (wholeDigits - 1 - i) % 4);
        for (var i = 0; i < scale; i++) AddDigit(ref groups[wholeGroups + i / 4], text[wholeDigits + 1 + i], 3 - i % 4);

        var (first, last) = (0, wholeGroups + (scale + 3) / 4);
        while (last > 0 && groups[last - 1] == 0) last--;
        while (first < last && groups[first] == 0) first++;
        var count = last - first;
        BinaryPrimitives.WriteInt16BigEndian(target, (short)count);
        BinaryPrimitives.WriteInt16BigEndian(target[2..], (short)(count == 0 ? 0 : wholeGroups - 1 - first));
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], value < 0 ? Negative : Positive);
        BinaryPrimitives.WriteInt16BigEndian(target[6..], (short)scale);
        for (var i = 0; i < count; i++) BinaryPrimitives.WriteInt16BigEndian(target[(8 + 2 * i)..], groups[first + i]);
        return 8 + 2 * count;
    }

    public static Int128 Parse(ReadOnlySpan<byte> source, NumericRange range)
    {
        if (source.Length < 8) throw ValueErrors.InvalidBinary("insufficient data left in message");
        var count = BinaryPrimitives.ReadUInt16BigEndian(source);
        var weight = BinaryPrimitives.ReadInt16BigEndian(source[2..]);
        var sign = BinaryPrimitives.ReadUInt16BigEndian(source[4..]);
        var scale = BinaryPrimitives.ReadUInt16BigEndian(source[6..]);
        if (sign == NaN) throw NumericRange.NotANumber("NaN");
        if (sign is PositiveInfinity or NegativeInfinity) throw NumericRange.NotANumber("Infinity");
        if (sign is not (Positive or Negative)) throw ValueErrors.InvalidBinary("invalid sign in external \"numeric\" value");
        if (scale > 0x3FFF) throw ValueErrors.InvalidBinary("invalid scale in external \"numeric\" value");
        if (source.Length != 8 + 2 * count) throw ValueErrors.BinaryLength();
        var magnitude = Accumulate(source[8..], weight, Math.Min((int)scale, 4096), range);
        return sign == Negative ? -(Int128)magnitude : (Int128)magnitude;
    }

    // writes the digits as text and reads that: rounding and refusals are then the same in both formats
    private static UInt128 Accumulate(ReadOnlySpan<byte> groups, int weight, int scale, NumericRange range)
    {
        Span<byte> text = stackalloc byte[groups.Length * 2 + 8 <= 1024 ? 1024 : 0];
        if (text.IsEmpty) text = new byte[groups.Length * 2 + 8];
        var at = 0;
        for (var i = 0; i < groups.Length; i += 2)
        {
            var group = BinaryPrimitives.ReadInt16BigEndian(groups[i..]);
            if (group is < 0 or > 9999) throw ValueErrors.InvalidBinary("invalid digit in external \"numeric\" value");
            text[at++] = (byte)('0' + group / 1000);
            text[at++] = (byte)('0' + group / 100 % 10);
            text[at++] = (byte)('0' + group / 10 % 10);
            text[at++] = (byte)('0' + group % 10);
        }

        // digits behind the display scale are cut off before rounding, as PostgreSQL does
        var shown = Math.Max(0, (long)(weight + 1) * 4 + scale);
        at = (int)Math.Min(at, shown);
        if (at == 0) return 0;
        text[at] = (byte)'e';
        ((weight + 1) * 4 - at).TryFormat(text[(at + 1)..], out var written);
        return (UInt128)NumericText.Parse(text[..(at + 1 + written)], range);
    }

    private static void AddDigit(ref short group, byte digit, int place) => group += (short)((digit - '0') * place switch
    {
        0 => 1,
        1 => 10,
        2 => 100,
        _ => 1000,
    });
}
