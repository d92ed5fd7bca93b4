namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>Reads dates, times and timestamps: the ISO form first, else every form that PostgreSQL takes. Throws 22007, 22008, 22009 or 22023.</summary>
internal static class TimeTexts
{
    /// <summary>The days of 'infinity'; those of '-infinity' are their negative.</summary>
    public const int InfiniteDate = int.MaxValue;

    /// <summary>Julian day 0.</summary>
    public const long MinDate = -CivilDate.JulianDayOfEpoch;

    /// <summary>The day behind 5874897-12-31.</summary>
    public const long EndOfDates = 2147483494L - CivilDate.JulianDayOfEpoch;

    /// <summary>Microseconds since 1970 on the wall; a zone in the text is read and ignored, as PostgreSQL does.</summary>
    public static long ReadTimestamp(ReadOnlySpan<byte> text, int precision, ITimeContext context)
    {
        if (IsoTimestamps.TryRead(text, out var local, out _)) return Micros.Round(local, precision);
        var reader = Read(text, "timestamp", context);
        return Special(reader) ?? Timestamps.Combine(CivilDate.ToDays(reader.Year, reader.Month, reader.Day), reader.TimeOfDay, 0, precision, text);
    }

    /// <summary>Microseconds since 1970 UTC.</summary>
    public static long ReadTimestampTz(ReadOnlySpan<byte> text, int precision, ITimeContext context)
    {
        if (IsoTimestamps.TryRead(text, out var local, out var secondsEast))
            return Micros.Round(local - (secondsEast ?? context.TimeZone.OffsetOfLocal(Micros.FloorSeconds(local))) * Micros.PerSecond, precision);
        var reader = Read(text, "timestamp with time zone", context);
        return Special(reader) ?? Timestamps.Combine(CivilDate.ToDays(reader.Year, reader.Month, reader.Day), reader.TimeOfDay, reader.Offset, precision, text);
    }

    /// <summary>Days since 1970.</summary>
    public static int ReadDate(ReadOnlySpan<byte> text, ITimeContext context)
    {
        if (text.Length == 10 && IsoTimestamps.TryReadDate(text, out var iso)) return iso;
        var reader = Read(text, "date", context);
        if (reader.Special is TimeWord.Infinity) return InfiniteDate;
        if (reader.Special is TimeWord.NegativeInfinity) return -InfiniteDate;
        if (reader.Special is TimeWord.Epoch) return 0;
        var days = CivilDate.ToDays(reader.Year, reader.Month, reader.Day);
        return days is >= MinDate and < EndOfDates ? (int)days : throw TimeErrors.OutOfRange("date", text);
    }

    /// <summary>Microseconds since midnight.</summary>
    public static long ReadTime(ReadOnlySpan<byte> text, int precision, ITimeContext context)
    {
        if (IsoTimestamps.TryReadClock(text, out var value, out var length) && length == text.Length) return Micros.Round(value, precision);
        var reader = new DateTimeReader(context);
        var error = reader.ReadTime(text);
        if (error != TimeError.None) throw TimeErrors.Refuse(error, "time", text, reader.UnknownZone);
        return Micros.Round(reader.TimeOfDay, precision);
    }

    private static DateTimeReader Read(ReadOnlySpan<byte> text, string type, ITimeContext context)
    {
        var reader = new DateTimeReader(context);
        var error = reader.ReadDateTime(text);
        return error == TimeError.None ? reader : throw TimeErrors.Refuse(error, type, text, reader.UnknownZone);
    }

    private static long? Special(DateTimeReader reader) => reader.Special switch
    {
        TimeWord.Infinity => Timestamps.Infinity,
        TimeWord.NegativeInfinity => Timestamps.NegativeInfinity,
        TimeWord.Epoch => 0,
        _ => null,
    };
}
