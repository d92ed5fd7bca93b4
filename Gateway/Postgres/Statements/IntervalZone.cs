using System.Globalization;
using Granary.Gateway.Postgres.Settings;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>The interval of SET TIME ZONE INTERVAL, which drivers write as `+hh:mm`, as hours east of UTC.</summary>
internal static class IntervalZone
{
    public static string HoursEast(string text)
    {
        var trimmed = text.Trim();
        var sign = trimmed.StartsWith('-') ? -1 : 1;
        var parts = trimmed.TrimStart('+', '-').Split(':');
        if (parts.Length > 3 || !parts.All(part => part.Length is 1 or 2 && part.All(char.IsAsciiDigit))) throw SettingErrors.InvalidValue(SettingNames.TimeZone, text);
        double hours = 0;
        for (var i = 0; i < parts.Length; i++) hours += int.Parse(parts[i]) / Math.Pow(60, i);
        return (sign * hours).ToString("0.########", CultureInfo.InvariantCulture);
    }
}
