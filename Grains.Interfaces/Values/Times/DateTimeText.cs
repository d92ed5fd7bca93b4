using System.Runtime.CompilerServices;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>Writes dates and times in the ISO style.</summary>
internal static class DateTimeText
{
    /// <summary>`294276-12-31 23:59:59.999999+00:00:00 BC` and some room.</summary>
    public const int MaxLength = 64;

    /// <summary>Writes `2026-01-05`; the era is left to the caller.</summary>
    public static int PutDate(Span<byte> target, long year, int month, int day)
    {
        var shown = year > 0 ? year : 1 - year;
        var at = 4;
        if (shown > 9999) shown.TryFormat(target, out at);
        else
        {
            Put2(target, (int)(shown / 100));
            Put2(target[2..], (int)(shown % 100));
        }

        target[at] = (byte)'-';
        Put2(target[(at + 1)..], month);
        target[at + 3] = (byte)'-';
        Put2(target[(at + 4)..], day);
        return at + 6;
    }

    /// <summary>Writes `04:05:06.789`.</summary>
    public static int PutTime(Span<byte> target, long microseconds)
    {
        var seconds = microseconds / Micros.PerSecond;
        Put2(target, (int)(seconds / 3600));
        target[2] = (byte)':';
        Put2(target[3..], (int)(seconds / 60 % 60));
        target[5] = (byte)':';
        Put2(target[6..], (int)(seconds % 60));
        return 8 + PutFraction(target[8..], (int)(microseconds - seconds * Micros.PerSecond));
    }

    /// <summary>Writes `.789`, nothing for 0.</summary>
    public static int PutFraction(Span<byte> target, int microseconds)
    {
        if (microseconds == 0) return 0;
        target[0] = (byte)'.';
        Put2(target[1..], microseconds / 10_000);
        Put2(target[3..], microseconds / 100 % 100);
        Put2(target[5..], microseconds % 100);
        var length = 7;
        while (target[length - 1] == '0') length--;
        return length;
    }

    /// <summary>Writes `+01`, `+05:30`, `+00:53:28`.</summary>
    public static int PutOffset(Span<byte> target, int secondsEast)
    {
        var size = Math.Abs(secondsEast);
        target[0] = secondsEast < 0 ? (byte)'-' : (byte)'+';
        Put2(target[1..], size / 3600);
        if (size % 3600 == 0) return 3;
        target[3] = (byte)':';
        Put2(target[4..], size / 60 % 60);
        if (size % 60 == 0) return 6;
        target[6] = (byte)':';
        Put2(target[7..], size % 60);
        return 9;
    }

    /// <summary>Writes a timestamp, with its zone's offset when one is given.</summary>
    public static int PutTimestamp(Span<byte> target, long microseconds, int? secondsEast)
    {
        var local = (Int128)microseconds + (Int128)(secondsEast ?? 0) * Micros.PerSecond;
        var days = (long)(local >= 0 ? local / Micros.PerDay : (local - (Micros.PerDay - 1)) / Micros.PerDay);
        var (year, month, day) = CivilDate.FromDays(days);
        var at = PutDate(target, year, month, day);
        target[at++] = (byte)' ';
        at += PutTime(target[at..], (long)(local - (Int128)days * Micros.PerDay));
        if (secondsEast is { } offset) at += PutOffset(target[at..], offset);
        return at + PutEra(target[at..], year);
    }

    public static int PutEra(Span<byte> target, long year)
    {
        if (year > 0) return 0;
        " BC"u8.CopyTo(target);
        return 3;
    }

    public static int PutInfinity(Span<byte> target, bool isNegative)
    {
        var word = isNegative ? "-infinity"u8 : "infinity"u8;
        word.CopyTo(target);
        return word.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put2(Span<byte> target, int value)
    {
        var tens = value * 103 >> 10; // value / 10 for value < 100
        target[1] = (byte)('0' + value - tens * 10);
        target[0] = (byte)('0' + tens);
    }
}
