using System.Globalization;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>Reads intervals in every form that PostgreSQL takes: its own and the SQL standard's by the steps of DecodeInterval (datetime.c), else ISO 8601.</summary>
internal static class IntervalReader
{
    public static Interval Read(ReadOnlySpan<byte> text, IntervalStyle style) => Read(text, style, TimeUnit.Second, isMinuteToSecond: false);

    /// <summary>Reads the interval of a type with fields, such as `interval hour to minute`.</summary>
    /// <param name="text">The interval's text.</param>
    /// <param name="style">`IntervalStyle`.</param>
    /// <param name="bareUnit">The type's last field: what a number without a unit counts.</param>
    /// <param name="isMinuteToSecond">Whether 5:06 is minutes and seconds.</param>
    public static Interval Read(ReadOnlySpan<byte> text, IntervalStyle style, TimeUnit bareUnit, bool isMinuteToSecond)
    {
        var error = ReadFields(text, style, bareUnit, isMinuteToSecond, out var parts);
        if (error == TimeError.BadFormat) error = IsoIntervalReader.Read(text, out parts);
        if (error == TimeError.FieldOverflow) error = TimeError.IntervalOverflow;
        if (error != TimeError.None) throw TimeErrors.Refuse(error, "interval", text);
        return parts.ToInterval() ?? throw TimeErrors.OutOfRange("interval");
    }

    private static TimeError ReadFields(ReadOnlySpan<byte> text, IntervalStyle style, TimeUnit bareUnit, bool isMinuteToSecond, out IntervalParts parts)
    {
        parts = new IntervalParts();
        if (TimeFields.Split(text) is not { Count: > 0 } fields) return TimeError.BadFormat;
        var isNegative = style == IntervalStyle.SqlStandard && fields[0].Text[0] == '-' && fields.Skip(1).All(field => field.Text[0] is not ('-' or '+'));
        var unit = TimeUnit.None;
        var filled = TimeParts.None;
        var isAgo = false;
        // from the right, so that units come before their values
        for (var i = fields.Count - 1; i >= 0; i--)
        {
            var field = fields[i];
            TimeParts part;
            TimeError error;
            if (field.Kind is TimeFieldKind.Text or TimeFieldKind.Special)
            {
                if (TimeWords.FindInterval(field.Text) is not { } found) return TimeError.BadFormat;
                if (found.Word == TimeWord.Ignored) continue;
                if (found.Word is not (TimeWord.Unit or TimeWord.Ago)) return TimeError.BadFormat;
                isAgo |= found.Word == TimeWord.Ago;
                // a number right before `ago` has no unit, and that is not seconds
                unit = found.Word == TimeWord.Ago ? TimeUnit.Other : (TimeUnit)found.Value;
                continue;
            }

            if (field.Kind == TimeFieldKind.Time || (field.Kind == TimeFieldKind.Zone && field.Text.Contains(':')))
            {
                error = ReadClock(field, parts, isNegative, isMinuteToSecond);
                part = TimeParts.Time;
                unit = TimeUnit.Day;
            }
            else
            {
                if (unit == TimeUnit.None) unit = bareUnit;
                error = ReadNumber(field.Text, ref unit, parts, isNegative, out part);
            }

            if (error != TimeError.None) return error;
            if ((part & filled) != 0) return TimeError.BadFormat;
            filled |= part;
        }

        if (filled == TimeParts.None) return TimeError.BadFormat;
        return isAgo && !parts.Negate() ? TimeError.FieldOverflow : TimeError.None;
    }

    private static TimeError ReadClock(TimeField field, IntervalParts parts, bool isNegative, bool isMinuteToSecond)
    {
        var hasSign = field.Kind == TimeFieldKind.Zone;
        var error = ClockText.Read(hasSign ? field.Text[1..] : field.Text, out var clock, isMinuteToSecond);
        if (error != TimeError.None) return error;
        if (!parts.SetTime(clock, hasSign && field.Text[0] == '-')) return TimeError.FieldOverflow;
        if (isNegative) parts.NegateTime();
        return TimeError.None;
    }

    private static TimeError ReadNumber(string field, ref TimeUnit unit, IntervalParts parts, bool isNegative, out TimeParts part)
    {
        part = TimeParts.None;
        var hasMinus = field[0] == '-';
        var at = field[0] is '-' or '+' ? 1 : 0;
        var from = at;
        while (at < field.Length && char.IsAsciiDigit(field[at])) at++;
        long value = 0;
        if (at > from && !long.TryParse(field.AsSpan(from, at - from), NumberStyles.None, CultureInfo.InvariantCulture, out value)) return TimeError.FieldOverflow;
        if (hasMinus) value = -value;
        double fraction = 0;
        if (at < field.Length && field[at] == '-')
        {
            if (!ReadMonths(field[(at + 1)..], out var months, out var error)) return error;
            if (Math.Abs(value) > long.MaxValue / 12 - 12) return TimeError.FieldOverflow;
            value = value * 12 + (hasMinus ? -months : months);
            unit = TimeUnit.Month;
        }
        else if (at < field.Length)
        {
            if (field[at] != '.' || !ClockText.TryReadFraction(field[at..], out fraction)) return TimeError.BadFormat;
            if (hasMinus) fraction = -fraction;
        }

        if (isNegative) (value, fraction) = (-Math.Abs(value), -Math.Abs(fraction));
        part = PartOf(unit, fraction);
        if (part == TimeParts.None) return TimeError.BadFormat;
        if (!parts.Add(unit, value, fraction)) return TimeError.FieldOverflow;
        if (unit == TimeUnit.Hour) unit = TimeUnit.Day; // '1 02' is a day and two hours
        return TimeError.None;
    }

    // the months of the SQL standard's 1-2
    private static bool ReadMonths(string text, out int months, out TimeError error)
    {
        error = TimeError.None;
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        months = 0;
        if (digits > 0 && !int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out months)) error = TimeError.FieldOverflow;
        else if (months >= 12) error = TimeError.FieldOverflow;
        else if (digits < text.Length) error = TimeError.BadFormat;
        return error == TimeError.None;
    }

    private static TimeParts PartOf(TimeUnit unit, double fraction) => unit switch
    {
        TimeUnit.Microsecond => TimeParts.Microsecond,
        TimeUnit.Millisecond => TimeParts.Millisecond,
        TimeUnit.Second => fraction == 0 ? TimeParts.Second : TimeParts.AllSeconds,
        TimeUnit.Minute => TimeParts.Minute,
        TimeUnit.Hour => TimeParts.Hour,
        TimeUnit.Day => TimeParts.Day,
        TimeUnit.Week => TimeParts.Week,
        TimeUnit.Month => TimeParts.Month,
        TimeUnit.Year => TimeParts.Year,
        TimeUnit.Decade => TimeParts.Decade,
        TimeUnit.Century => TimeParts.Century,
        TimeUnit.Millennium => TimeParts.Millennium,
        _ => TimeParts.None,
    };
}
