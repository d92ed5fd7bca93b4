using System.Globalization;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Delta;

/// <summary>Dates and times of statistics as texts; null outside of the years 1 to 9999, which ISO 8601 can't write.</summary>
internal static class CalendarText
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private const long LastDay = 2_932_896;
    private const long FirstDay = -719_162;

    public static string? Write(long value, TypeKind kind)
    {
        var day = kind == TypeKind.Date ? value : Math.DivRem(value, MicrosecondsPerDay).Quotient;
        if (day is <= FirstDay or >= LastDay) return null;
        if (kind == TypeKind.Date)
            return DateTime.UnixEpoch.AddDays(value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return DateTime.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond)
            .ToString(kind == TypeKind.TimestampTz ? "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
    }

    /// <param name="text">As any writer writes it.</param>
    /// <param name="kind">Date or a timestamp.</param>
    /// <param name="isUpper">Whether the value must bound from above: some writers cut the microseconds off.</param>
    public static object? Read(string text, TypeKind kind, bool isUpper)
    {
        if (kind == TypeKind.Date)
        {
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? (long)(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber)
                : null;
        }
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return null;
        var microseconds = (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return isUpper && FractionDigits(text) <= 3 ? microseconds + 999 : microseconds;
    }

    private static int FractionDigits(string text)
    {
        var point = text.IndexOf('.');
        return point < 0 ? 0 : text.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length - point - 1;
    }
}
