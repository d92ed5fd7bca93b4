using System.Runtime.CompilerServices;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>Reads the one common form, `2026-01-05[ T]04:05:06[.789][Z|±hh[[:]mm]]`, without detours; anything else is left to <see cref="DateTimeReader"/>.</summary>
internal static class IsoTimestamps
{
    /// <summary>Reads `2026-01-05` at the beginning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-') return false;
        int a = text[0] - '0', b = text[1] - '0', c = text[2] - '0', d = text[3] - '0';
        int e = text[5] - '0', f = text[6] - '0', g = text[8] - '0', h = text[9] - '0';
        if (((uint)a > 9) | ((uint)b > 9) | ((uint)c > 9) | ((uint)d > 9) | ((uint)e > 9) | ((uint)f > 9) | ((uint)g > 9) | ((uint)h > 9)) return false;
        int year = a * 1000 + b * 100 + c * 10 + d, month = e * 10 + f, day = g * 10 + h;
        if (year == 0 || month is < 1 or > 12 || day < 1 || (day > 28 && day > CivilDate.DaysInMonth(year, month))) return false;
        // as CivilDate.ToDays, for years from 1 in 32 bits
        var y = month <= 2 ? year - 1 : year;
        days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 719469;
        return true;
    }

    /// <summary>Reads a whole timestamp; `secondsEast` is null when no zone was written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out long local, out int? secondsEast)
    {
        local = 0;
        secondsEast = null;
        if (text.Length < 19 || !TryReadDate(text, out var days) || text[10] is not ((byte)' ' or (byte)'T')) return false;
        if (!TryReadClock(text[11..], out var clock, out var length)) return false;
        local = days * Micros.PerDay + clock;
        var rest = text[(11 + length)..];
        return rest.IsEmpty || TryReadZone(rest, out secondsEast);
    }

    /// <summary>Reads `04:05:06[.789]`; at most six digits behind the point.</summary>
    public static bool TryReadClock(ReadOnlySpan<byte> text, out long microseconds, out int length)
    {
        (microseconds, length) = (0, 8);
        if (text.Length < 8 || text[2] != ':' || text[5] != ':') return false;
        int a = text[0] - '0', b = text[1] - '0', c = text[3] - '0', d = text[4] - '0', e = text[6] - '0', f = text[7] - '0';
        if (((uint)a > 9) | ((uint)b > 9) | ((uint)c > 5) | ((uint)d > 9) | ((uint)e > 5) | ((uint)f > 9)) return false;
        var hour = a * 10 + b;
        if (hour > 23) return false;
        microseconds = (hour * 3600L + (c * 10 + d) * 60 + e * 10 + f) * Micros.PerSecond;
        if (text.Length == 8 || text[8] != '.') return true;
        var (fraction, digits) = (0, 0);
        for (; 9 + digits < text.Length && Ascii.IsDigit(text[9 + digits]); digits++)
        {
            if (digits == 6) return false;
            fraction = fraction * 10 + (text[9 + digits] - '0');
        }

        length = 9 + digits;
        for (; digits < 6; digits++) fraction *= 10;
        microseconds += fraction;
        return true;
    }

    private static bool TryReadZone(ReadOnlySpan<byte> text, out int? secondsEast)
    {
        secondsEast = 0;
        if (text is [(byte)'Z']) return true;
        if (text.Length is not (3 or 5 or 6) || text[0] is not ((byte)'+' or (byte)'-')) return false;
        if (!TryRead2(text[1..], out var hours) || hours > 15) return false;
        var minutes = 0;
        if (text.Length > 3)
        {
            if (text.Length == 6 && text[3] != ':') return false;
            if (!TryRead2(text[^2..], out minutes) || minutes > 59) return false;
        }

        secondsEast = (hours * 3600 + minutes * 60) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryRead2(ReadOnlySpan<byte> text, out int value)
    {
        int a = text[0] - '0', b = text[1] - '0';
        value = a * 10 + b;
        return ((uint)a <= 9) & ((uint)b <= 9);
    }
}
