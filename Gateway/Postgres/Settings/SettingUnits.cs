using System.Globalization;

namespace Granary.Gateway.Postgres.Settings;

/// <summary>Reads numbers with units as PostgreSQL's settings take them (`10s`, `64MB`), and writes them as SHOW does.</summary>
internal static class SettingUnits
{
    private static readonly (string Unit, double Milliseconds)[] Times =
        [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1), ("us", 0.001)];

    private static readonly (string Unit, double Bytes)[] Sizes =
        [("TB", 1L << 40), ("GB", 1L << 30), ("MB", 1L << 20), ("kB", 1L << 10), ("B", 1)];

    /// <summary>A number in a setting's own unit; null when the text isn't one.</summary>
    public static double? Parse(string text, string? unit)
    {
        text = text.Trim();
        var digits = 0;
        while (digits < text.Length && IsNumberLetter(text, digits)) digits++;
        if (!double.TryParse(text.AsSpan(0, digits), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) &&
            !TryParseHex(text[..digits], out value)) return null;
        var suffix = text[digits..].Trim();
        if (suffix.Length == 0) return value;
        return unit is not null && SizeOf(suffix) is { } from && SizeOf(unit) is { } to && from.IsTime == to.IsTime ? value * from.Size / to.Size : null;
    }

    /// <summary>A number in a setting's own unit with the largest unit that keeps it whole.</summary>
    public static string Format(long value, string? unit)
    {
        if (unit is null || value <= 0 || SizeOf(unit) is not { } own) return value.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, size) in own.IsTime ? Times : Sizes)
        {
            var scaled = value * own.Size / size;
            if (scaled >= 1 && scaled == Math.Floor(scaled)) return ((long)scaled).ToString(CultureInfo.InvariantCulture) + name;
        }

        return value.ToString(CultureInfo.InvariantCulture) + unit;
    }

    private static bool IsNumberLetter(string text, int at) =>
        char.IsAsciiDigit(text[at]) || text[at] is '.' or '+' or '-' ||
        (text[at] is 'x' or 'X' && at == 1) ||
        (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && char.IsAsciiHexDigit(text[at])) ||
        (text[at] is 'e' or 'E' && at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] is '-' or '+'));

    private static bool TryParseHex(string text, out double value)
    {
        value = 0;
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return false;
        var valid = long.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number);
        value = number;
        return valid;
    }

    private static (bool IsTime, double Size)? SizeOf(string unit)
    {
        if (unit == "8kB") return (false, 8192);
        foreach (var (name, size) in Times)
            if (name == unit) return (true, size);
        foreach (var (name, size) in Sizes)
            if (name == unit) return (false, size);
        return null;
    }
}
