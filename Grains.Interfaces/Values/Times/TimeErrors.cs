using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>How reading a date, time or interval ended; values of PostgreSQL's DTERR codes by name.</summary>
internal enum TimeError
{
    None,
    BadFormat,
    FieldOverflow,
    MonthOrDayOverflow,
    IntervalOverflow,
    ZoneOverflow,
    UnknownZone,
}

/// <summary>PostgreSQL's words for them.</summary>
internal static class TimeErrors
{
    public static GranaryException Refuse(TimeError error, string type, ReadOnlySpan<byte> text, string? zone = null)
    {
        var shown = ValueErrors.Show(text);
        return error switch
        {
            TimeError.FieldOverflow => ValueErrors.Invalid(SqlState.DatetimeFieldOverflow, $"date/time field value out of range: \"{shown}\""),
            TimeError.MonthOrDayOverflow => new GranaryException(ErrorKind.Invalid, SqlState.DatetimeFieldOverflow, $"date/time field value out of range: \"{shown}\"")
            {
                Hint = "Perhaps you need a different \"datestyle\" setting.",
            },
            TimeError.IntervalOverflow => ValueErrors.Invalid(IntervalFieldOverflow, $"interval field value out of range: \"{shown}\""),
            TimeError.ZoneOverflow => ValueErrors.Invalid(InvalidTimeZoneDisplacement, $"time zone displacement out of range: \"{shown}\""),
            TimeError.UnknownZone => ValueErrors.Invalid(SqlState.InvalidParameterValue, $"time zone \"{zone}\" not recognized"),
            _ => ValueErrors.Invalid(SqlState.InvalidDatetimeFormat, $"invalid input syntax for type {type}: \"{shown}\""),
        };
    }

    public static GranaryException OutOfRange(string what) => ValueErrors.Invalid(SqlState.DatetimeFieldOverflow, $"{what} out of range");

    public static GranaryException OutOfRange(string what, ReadOnlySpan<byte> text) =>
        ValueErrors.Invalid(SqlState.DatetimeFieldOverflow, $"{what} out of range: \"{ValueErrors.Show(text)}\"");

    private const string InvalidTimeZoneDisplacement = "22009";
    private const string IntervalFieldOverflow = "22015";
}
