using System.Globalization;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>The numeric fields: what a number means depends on what is filled already.</summary>
internal sealed partial class DateTimeReader
{
    private TimeError ReadNumberField(int index, string field, out TimeParts parts)
    {
        if (_prefix != TimeUnit.None) return ReadLabelled(field, out parts);
        var length = field.Length;
        var point = field.IndexOf('.');
        if (_isTimeOnly)
        {
            if (point >= 0 && index == 0 && _fields.Count >= 2 && _fields[^1].Kind == TimeFieldKind.Date) return ReadDate(field, out parts);
            parts = TimeParts.None;
            if (point is >= 0 and <= 2) return TimeError.BadFormat;
            return point >= 0 || length > 4
                ? ReadRunTogether(field, _filled | TimeParts.Date, out parts)
                : ReadNumber(field, _filled | TimeParts.Date, out parts);
        }

        if (point >= 0 && (_filled & TimeParts.Date) == 0) return ReadDate(field, out parts);
        if (point > 2) return ReadRunTogether(field, _filled, out parts);
        return length >= 6 && ((_filled & TimeParts.Date) == 0 || (_filled & TimeParts.Time) == 0)
            ? ReadRunTogether(field, _filled, out parts)
            : ReadNumber(field, _filled, out parts);
    }

    // y2001m02d04, j2451187.5, t040506
    private TimeError ReadLabelled(string field, out TimeParts parts)
    {
        parts = TimeParts.None;
        var digits = CountDigits(field);
        if (digits > 0 && !int.TryParse(field.AsSpan(0, digits), out _)) return TimeError.FieldOverflow;
        var value = digits == 0 ? 0 : int.Parse(field.AsSpan(0, digits), CultureInfo.InvariantCulture);
        var rest = field[digits..];
        if (rest.Length > 0 && (rest[0] != '.' || _prefix is not (TimeUnit.Julian or TimeUnit.Time or TimeUnit.Second))) return TimeError.BadFormat;
        var label = _prefix;
        _prefix = TimeUnit.None;
        switch (label)
        {
            case TimeUnit.Year when !_isTimeOnly:
                Year = value;
                parts = TimeParts.Year;
                return TimeError.None;
            case TimeUnit.Month when !_isTimeOnly && !((_filled & TimeParts.Month) != 0 && (_filled & TimeParts.Hour) != 0):
                Month = value;
                parts = TimeParts.Month;
                return TimeError.None;
            case TimeUnit.Month:
            case TimeUnit.Minute:
                Minute = value;
                parts = TimeParts.Minute;
                return TimeError.None;
            case TimeUnit.Day when !_isTimeOnly:
                Day = value;
                parts = TimeParts.Day;
                return TimeError.None;
            case TimeUnit.Hour:
                Hour = value;
                parts = TimeParts.Hour;
                return TimeError.None;
            case TimeUnit.Second:
                Second = value;
                parts = rest.Length == 0 ? TimeParts.Second : TimeParts.AllSeconds;
                return SetFraction(rest);
            case TimeUnit.Julian:
                return ReadJulian(value, rest, out parts);
            case TimeUnit.Time:
                var error = ReadRunTogether(field, _filled | TimeParts.Date, out parts);
                return error == TimeError.None && parts != TimeParts.Time ? TimeError.BadFormat : error;
            default:
                return TimeError.BadFormat;
        }
    }

    private TimeError ReadJulian(int day, string fraction, out TimeParts parts)
    {
        parts = TimeParts.Date;
        SetJulian(day);
        if (fraction.Length == 0) return TimeError.None;
        if (!ClockText.TryReadFraction(fraction, out var part)) return TimeError.BadFormat;
        SetTimeOfDay((long)Math.Round(part * Micros.PerDay, MidpointRounding.ToEven));
        parts |= TimeParts.Time;
        return TimeError.None;
    }

    // 2026-01-05, 1/5/2026, jan-05-2026: PostgreSQL's DecodeDate
    private TimeError ReadDate(string field, out TimeParts parts)
    {
        parts = TimeParts.None;
        var filled = _isTimeOnly ? TimeParts.None : _filled;
        if (!CutDate(field, out var pieces)) return TimeError.BadFormat;
        var haveTextMonth = false;
        for (var i = 0; i < pieces.Count; i++)
        {
            if (!char.IsAsciiLetter(pieces[i][0])) continue;
            var word = TimeWords.FindDate(pieces[i]);
            if (word?.Word == TimeWord.Ignored) continue;
            if (word?.Word != TimeWord.Month || (filled & TimeParts.Month) != 0) return TimeError.BadFormat;
            Month = word.Value.Value;
            haveTextMonth = true;
            filled |= TimeParts.Month;
            parts |= TimeParts.Month;
            pieces[i] = "";
        }

        var (outerMonth, outerFilled) = (_haveTextMonth, _filled);
        _haveTextMonth = haveTextMonth;
        foreach (var piece in pieces.Where(piece => piece.Length > 0))
        {
            var error = ReadNumber(piece, filled, out var part);
            if (error != TimeError.None) return error;
            if ((filled & part) != 0) return TimeError.BadFormat;
            filled |= part;
            parts |= part;
        }

        (_haveTextMonth, _filled) = (outerMonth, outerFilled);
        return (filled & ~(TimeParts.DayOfYear | TimeParts.Zone)) == TimeParts.Date ? TimeError.None : TimeError.BadFormat;
    }

    private static bool CutDate(string field, out List<string> pieces)
    {
        pieces = [];
        var at = 0;
        while (at < field.Length)
        {
            while (at < field.Length && !char.IsAsciiLetterOrDigit(field[at])) at++;
            if (at == field.Length) return false;
            var from = at;
            var isNumber = char.IsAsciiDigit(field[at]);
            while (at < field.Length && (isNumber ? char.IsAsciiDigit(field[at]) : char.IsAsciiLetter(field[at]))) at++;
            pieces.Add(field[from..at]);
            at++; // whatever ends a piece is dropped
        }

        return true;
    }

    // a single number: PostgreSQL's DecodeNumber
    private TimeError ReadNumber(string field, TimeParts filled, out TimeParts parts)
    {
        parts = TimeParts.None;
        var digits = CountDigits(field);
        if (digits == 0) return TimeError.BadFormat;
        if (!int.TryParse(field.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return TimeError.FieldOverflow;
        if (digits < field.Length)
        {
            if (field[digits] != '.') return TimeError.BadFormat;
            if (digits > 2) return ReadRunTogether(field, filled | TimeParts.Date, out parts);
            var error = SetFraction(field[digits..]);
            if (error != TimeError.None) return error;
        }

        if (field.Length == 3 && (filled & TimeParts.Date) == TimeParts.Year && value is >= 1 and <= 366)
        {
            _dayOfYear = value;
            parts = TimeParts.DayOfYear | TimeParts.Month | TimeParts.Day;
            return TimeError.None;
        }

        if ((filled & TimeParts.Date) == TimeParts.Date) return ReadRunTogether(field, filled, out parts);
        parts = PlaceNumber(field.Length, value, filled & TimeParts.Date);
        if (parts == TimeParts.Year) _isTwoDigitYear = field.Length <= 2;
        return parts == TimeParts.None ? TimeError.BadFormat : TimeError.None;
    }

    private TimeParts PlaceNumber(int length, int value, TimeParts filled)
    {
        switch (filled)
        {
            case TimeParts.None:
                if (length >= 3 || context.DateOrder == DateOrder.YearMonthDay) return SetYear(value);
                return context.DateOrder == DateOrder.DayMonthYear ? SetDay(value) : SetMonth(value);
            case TimeParts.Year:
            case TimeParts.Day:
                return SetMonth(value);
            case TimeParts.Month:
                return _haveTextMonth && (length >= 3 || context.DateOrder == DateOrder.YearMonthDay) ? SetYear(value) : SetDay(value);
            case TimeParts.Year | TimeParts.Month:
                if (!_haveTextMonth || length < 3 || !_isTwoDigitYear) return SetDay(value);
                // the first number was the day and not the year
                SetDay((int)Year);
                SetYear(value);
                _isTwoDigitYear = false;
                return TimeParts.Day;
            case TimeParts.Month | TimeParts.Day:
                return SetYear(value);
            default:
                return TimeParts.None;
        }
    }

    // 20260105, 040506.789: PostgreSQL's DecodeNumberField
    private TimeError ReadRunTogether(string field, TimeParts filled, out TimeParts parts)
    {
        parts = TimeParts.None;
        var point = field.IndexOf('.');
        if (point >= 0)
        {
            var error = SetFraction(field[point..]);
            if (error != TimeError.None) return error;
            field = field[..point];
        }
        else if ((filled & TimeParts.Date) != TimeParts.Date && field.Length >= 6)
        {
            Day = Digits(field, field.Length - 2, 2);
            Month = Digits(field, field.Length - 4, 2);
            Year = Digits(field, 0, field.Length - 4);
            if (field.Length == 6) _isTwoDigitYear = true;
            parts = TimeParts.Date;
            return TimeError.None;
        }

        if ((filled & TimeParts.Time) == TimeParts.Time || field.Length is not (4 or 6)) return TimeError.BadFormat;
        (Hour, Minute, Second) = (Digits(field, 0, 2), Digits(field, 2, 2), field.Length == 6 ? Digits(field, 4, 2) : 0);
        parts = TimeParts.Time;
        return TimeError.None;
    }

    private static int Digits(string field, int from, int length) =>
        int.TryParse(field.AsSpan(from, length), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : int.MaxValue;

    private TimeError SetFraction(string text)
    {
        var error = ClockText.ReadFraction(text, out var microseconds);
        Fraction = microseconds;
        return error;
    }

    private TimeParts SetYear(int value)
    {
        Year = value;
        return TimeParts.Year;
    }

    private TimeParts SetMonth(int value)
    {
        Month = value;
        return TimeParts.Month;
    }

    private TimeParts SetDay(int value)
    {
        Day = value;
        return TimeParts.Day;
    }

    private TimeError ValidateDate()
    {
        if ((_filled & TimeParts.Year) != 0 && !_isJulian)
        {
            if (_isBeforeChrist)
            {
                if (Year <= 0) return TimeError.FieldOverflow;
                Year = 1 - Year;
            }
            else if (_isTwoDigitYear) Year += Year < 70 ? 2000 : Year < 100 ? 1900 : 0;
            else if (Year <= 0) return TimeError.FieldOverflow;
        }

        if ((_filled & TimeParts.DayOfYear) != 0) (Year, Month, Day) = CivilDate.FromDays(CivilDate.ToDays(Year, 1, 1) + _dayOfYear - 1);
        if ((_filled & TimeParts.Month) != 0 && Month is < 1 or > 12) return TimeError.MonthOrDayOverflow;
        if ((_filled & TimeParts.Day) != 0 && Day is < 1 or > 31) return TimeError.MonthOrDayOverflow;
        return (_filled & TimeParts.Date) == TimeParts.Date && Day > CivilDate.DaysInMonth(Year, Month) ? TimeError.FieldOverflow : TimeError.None;
    }
}
