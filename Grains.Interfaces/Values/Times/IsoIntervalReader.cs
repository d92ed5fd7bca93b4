using System.Globalization;
using System.Text;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>Reads ISO 8601 intervals, `P1Y2M3DT4H5M6.7S` and the alternative forms: PostgreSQL's DecodeISO8601Interval.</summary>
internal static class IsoIntervalReader
{
    public static TimeError Read(ReadOnlySpan<byte> bytes, out IntervalParts parts)
    {
        parts = new IntervalParts();
        if (bytes.Length < 2 || bytes[0] != 'P') return TimeError.BadFormat;
        var text = Encoding.UTF8.GetString(bytes[1..]);
        var at = 0;
        var (isDate, haveField) = (true, false);
        while (at < text.Length)
        {
            if (text[at] == 'T')
            {
                (isDate, haveField) = (false, false);
                at++;
                continue;
            }

            var from = at;
            var error = ReadNumber(text, ref at, out var value, out var fraction);
            if (error != TimeError.None) return error;
            var letter = at < text.Length ? text[at++] : '\0';
            var unit = UnitOf(letter, isDate);
            if (unit != TimeUnit.None)
            {
                if (!parts.Add(unit, value, fraction)) return TimeError.FieldOverflow;
                haveField = true;
                continue;
            }

            if (letter is not '\0' && !(isDate ? letter is 'T' or '-' : letter == ':')) return TimeError.BadFormat;
            if (letter == '\0' || letter == 'T')
            {
                var width = 0;
                while (from + width < text.Length && char.IsAsciiDigit(text[from + width])) width++;
                if (width == (isDate ? 8 : 6) && !haveField)
                {
                    if (!AddBasic(parts, isDate, value, fraction)) return TimeError.FieldOverflow;
                    if (letter == '\0') return TimeError.None;
                    isDate = false;
                    continue;
                }
            }

            if (haveField) return TimeError.BadFormat;
            error = isDate ? ReadExtendedDate(text, ref at, letter, parts, value, fraction) : ReadExtendedTime(text, ref at, letter, parts, value, fraction);
            if (error != TimeError.None || at >= text.Length || !isDate) return error;
            (isDate, haveField) = (false, false);
        }

        return TimeError.None;
    }

    // Y-M-D, each part but the first may be missing; leaves `at` behind the T or at the end
    private static TimeError ReadExtendedDate(string text, ref int at, char next, IntervalParts parts, long value, double fraction)
    {
        foreach (var unit in (ReadOnlySpan<TimeUnit>)[TimeUnit.Year, TimeUnit.Month, TimeUnit.Day])
        {
            if (unit != TimeUnit.Year)
            {
                var error = ReadNumber(text, ref at, out value, out fraction);
                if (error != TimeError.None) return error;
                next = at < text.Length ? text[at++] : '\0';
            }

            if (!parts.Add(unit, value, fraction)) return TimeError.FieldOverflow;
            if (next is '\0' or 'T') return TimeError.None;
            if (next != '-') return TimeError.BadFormat;
        }

        return TimeError.BadFormat;
    }

    private static TimeError ReadExtendedTime(string text, ref int at, char next, IntervalParts parts, long value, double fraction)
    {
        foreach (var unit in (ReadOnlySpan<TimeUnit>)[TimeUnit.Hour, TimeUnit.Minute, TimeUnit.Second])
        {
            if (unit != TimeUnit.Hour)
            {
                var error = ReadNumber(text, ref at, out value, out fraction);
                if (error != TimeError.None) return error;
                next = at < text.Length ? text[at++] : '\0';
            }

            if (!parts.Add(unit, value, fraction)) return TimeError.FieldOverflow;
            if (next == '\0') return TimeError.None;
            if (next != ':') return TimeError.BadFormat;
        }

        return TimeError.BadFormat;
    }

    private static bool AddBasic(IntervalParts parts, bool isDate, long value, double fraction) => isDate
        ? parts.Add(TimeUnit.Year, value / 10000, 0) && parts.Add(TimeUnit.Month, value / 100 % 100, 0) && parts.Add(TimeUnit.Day, value % 100, fraction)
        : parts.Add(TimeUnit.Hour, value / 10000, 0) && parts.Add(TimeUnit.Minute, value / 100 % 100, 0) && parts.Add(TimeUnit.Second, value % 100, 0)
            && parts.Add(TimeUnit.Microsecond, 0, fraction);

    private static TimeUnit UnitOf(char letter, bool isDate) => letter switch
    {
        'Y' when isDate => TimeUnit.Year,
        'M' => isDate ? TimeUnit.Month : TimeUnit.Minute,
        'W' when isDate => TimeUnit.Week,
        'D' when isDate => TimeUnit.Day,
        'H' when !isDate => TimeUnit.Hour,
        'S' when !isDate => TimeUnit.Second,
        _ => TimeUnit.None,
    };

    private static TimeError ReadNumber(string text, ref int at, out long whole, out double fraction)
    {
        (whole, fraction) = (0, 0);
        var from = at;
        if (at < text.Length && text[at] == '-') at++;
        var digits = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
        if (at > digits && at + 1 < text.Length && text[at] is 'e' or 'E' && (char.IsAsciiDigit(text[at + 1]) || (text[at + 1] is '-' or '+' && at + 2 < text.Length && char.IsAsciiDigit(text[at + 2]))))
        {
            at += 2;
            while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        }

        if (!double.TryParse(text.AsSpan(from, at - from), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return TimeError.BadFormat;
        if (value is < -1e15 or > 1e15) return TimeError.FieldOverflow;
        whole = (long)value;
        fraction = value - whole;
        return TimeError.None;
    }
}
