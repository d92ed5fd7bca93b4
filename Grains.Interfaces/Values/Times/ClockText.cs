using System.Globalization;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>Hours, minutes and seconds as read.</summary>
internal readonly record struct Clock(long Hour, int Minute, int Second, int Microseconds);

/// <summary>Reads `04:05:06.789`: PostgreSQL's DecodeTime.</summary>
internal static class ClockText
{
    public static TimeError Read(string text, out Clock clock, bool isMinuteToSecond = false)
    {
        clock = default;
        var parts = text.Split(':');
        if (parts.Length is < 2 or > 3) return TimeError.BadFormat;
        if (parts[0].Contains('.') || (parts.Length == 3 && parts[1].Contains('.'))) return TimeError.BadFormat;
        if (!TryReadInteger(parts[0], out var hour)) return TimeError.FieldOverflow;
        if (hour < 0) return TimeError.FieldOverflow;
        var last = parts[^1];
        var point = last.IndexOf('.');
        var error = ReadFraction(point < 0 ? "" : last[point..], out var microseconds);
        if (error != TimeError.None) return error;
        if (!TryReadInteger(point < 0 ? last : last[..point], out var lastValue) || lastValue > int.MaxValue) return TimeError.FieldOverflow;
        long minute = lastValue, second = 0;
        if (parts.Length == 3)
        {
            if (!TryReadInteger(parts[1], out minute) || minute > int.MaxValue) return TimeError.FieldOverflow;
            second = lastValue;
        }
        else if (point >= 0 || isMinuteToSecond)
        {
            // 05:06.789 is minutes and seconds whatever the type's fields
            (hour, minute, second) = (0, hour, lastValue);
        }

        if (minute > 59 || second > 60 || microseconds > Micros.PerSecond) return TimeError.FieldOverflow;
        clock = new Clock(hour, (int)minute, (int)second, microseconds);
        return TimeError.None;
    }

    /// <summary>Reads `.789` as microseconds, rounded; nothing and a bare point are 0.</summary>
    public static TimeError ReadFraction(string text, out int microseconds)
    {
        microseconds = 0;
        if (!TryReadFraction(text, out var fraction)) return TimeError.BadFormat;
        microseconds = (int)Math.Round(fraction * Micros.PerSecond, MidpointRounding.ToEven);
        return TimeError.None;
    }

    /// <summary>Reads `.789` as a fraction.</summary>
    public static bool TryReadFraction(string text, out double fraction)
    {
        fraction = 0;
        return text.Length <= 1 || double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out fraction);
    }

    // as strtol: no digits are 0; false when out of range
    private static bool TryReadInteger(string text, out long value)
    {
        value = 0;
        return text.Length == 0 || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
