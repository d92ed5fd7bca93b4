using System.Buffers.Binary;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>What `timestamp` and `timestamptz` have in common: the range and the binary form.</summary>
internal static class Timestamps
{
    public const long Infinity = long.MaxValue;
    public const long NegativeInfinity = -long.MaxValue;

    // 4714-11-24 BC; the upper end is what fits 64 bits of microseconds since 1970: 294247, 29 years short of PostgreSQL
    private const long Min = -CivilDate.JulianDayOfEpoch * Micros.PerDay;
    private const long Max = long.MaxValue - 1;

    /// <summary>A moment from a local time and an offset; throws 22008.</summary>
    public static long Combine(long days, long timeOfDay, int secondsEast, int precision, ReadOnlySpan<byte> text)
    {
        var value = (Int128)days * Micros.PerDay + timeOfDay - (Int128)secondsEast * Micros.PerSecond;
        if (value < Min || value > Max) throw TimeErrors.OutOfRange("timestamp", text);
        return Micros.Round((long)value, precision);
    }

    public static long ReadBinary(ReadOnlySpan<byte> value, int precision)
    {
        if (value.Length != sizeof(long)) throw ValueErrors.BinaryLength();
        var wire = BinaryPrimitives.ReadInt64BigEndian(value);
        if (wire == long.MaxValue) return Infinity;
        if (wire == long.MinValue) return NegativeInfinity;
        return wire is >= Min - CivilDate.WireEpoch and <= Max - CivilDate.WireEpoch
            ? Micros.Round(wire, precision) + CivilDate.WireEpoch
            : throw TimeErrors.OutOfRange("timestamp");
    }

    /// <summary>Writes a timestamp or a word for an infinite one; gives the bytes written.</summary>
    public static int Write(Span<byte> target, long value, int? secondsEast) => IsInfinite(value)
        ? DateTimeText.PutInfinity(target, value < 0)
        : DateTimeText.PutTimestamp(target, value, secondsEast);

    public static bool IsInfinite(long value) => value is Infinity or <= NegativeInfinity;

    public static long ToBinary(long value) =>
        value == Infinity ? long.MaxValue : value <= NegativeInfinity ? long.MinValue : value - CivilDate.WireEpoch;
}
