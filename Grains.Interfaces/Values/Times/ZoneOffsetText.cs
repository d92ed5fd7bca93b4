using System.Globalization;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>Reads `+02`, `-0330`, `+05:30`, `+00:53:28`: PostgreSQL's DecodeTimezone.</summary>
internal static class ZoneOffsetText
{
    private const int MaxHours = 15;

    public static TimeError Read(string text, out int secondsEast)
    {
        secondsEast = 0;
        if (text.Length == 0 || text[0] is not ('+' or '-')) return TimeError.BadFormat;
        var at = 1;
        if (!ReadNumber(text, ref at, out var hours)) return TimeError.ZoneOverflow;
        int minutes = 0, seconds = 0;
        if (at < text.Length && text[at] == ':')
        {
            at++;
            if (!ReadNumber(text, ref at, out minutes)) return TimeError.ZoneOverflow;
            if (at < text.Length && text[at] == ':')
            {
                at++;
                if (!ReadNumber(text, ref at, out seconds)) return TimeError.ZoneOverflow;
            }
        }
        else if (at == text.Length && text.Length > 3) (hours, minutes) = (hours / 100, hours % 100);

        if (hours > MaxHours || minutes > 59 || seconds > 59) return TimeError.ZoneOverflow;
        secondsEast = ((hours * 60 + minutes) * 60 + seconds) * (text[0] == '-' ? -1 : 1);
        return at == text.Length ? TimeError.None : TimeError.BadFormat;
    }

    private static bool ReadNumber(string text, ref int at, out int value)
    {
        var from = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        value = 0;
        return at == from || int.TryParse(text.AsSpan(from, at - from), NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
