namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>
/// Reads dates, timestamps and times in every form that PostgreSQL takes, by the steps of its DecodeDateTime and
/// DecodeTimeOnly (datetime.c): each field fills parts of the result, and no part may be filled twice. Slow and complete;
/// <see cref="IsoTimestamps"/> takes the common form first. One use each.
/// </summary>
internal sealed partial class DateTimeReader(ITimeContext context)
{
    private TimeParts _filled;
    private TimeUnit _prefix;
    private bool _haveTextMonth, _isJulian, _isTwoDigitYear, _isBeforeChrist, _isTimeOnly;
    private int _meridian = -1;
    private int _dayOfYear;
    private SessionTimeZone? _zone;
    private List<TimeField> _fields = [];

    /// <summary>The special value read, or <see cref="TimeWord.Ignored"/> for an ordinary one.</summary>
    public TimeWord Special { get; private set; } = TimeWord.Ignored;

    public long Year { get; private set; }

    public int Month { get; private set; }

    public int Day { get; private set; }

    public int Hour { get; private set; }

    public int Minute { get; private set; }

    public int Second { get; private set; }

    public long Fraction { get; private set; }

    /// <summary>Seconds east of UTC.</summary>
    public int Offset { get; private set; }

    /// <summary>The name of a zone that isn't known.</summary>
    public string? UnknownZone { get; private set; }

    /// <summary>Microseconds of the clock part.</summary>
    public long TimeOfDay => ((Hour * 60L + Minute) * 60 + Second) * Micros.PerSecond + Fraction;

    /// <summary>Reads a date with or without a time and a zone.</summary>
    public TimeError ReadDateTime(ReadOnlySpan<byte> text) => Read(text, timeOnly: false);

    /// <summary>Reads a time; a date and a zone are allowed where PostgreSQL allows them.</summary>
    public TimeError ReadTime(ReadOnlySpan<byte> text) => Read(text, timeOnly: true);

    private TimeError Read(ReadOnlySpan<byte> text, bool timeOnly)
    {
        _isTimeOnly = timeOnly;
        if (TimeFields.Split(text) is not { Count: > 0 } fields) return TimeError.BadFormat;
        _fields = fields;
        for (var i = 0; i < fields.Count; i++)
        {
            var error = ReadField(i, out var parts);
            if (error != TimeError.None) return error;
            if ((parts & _filled) != 0) return TimeError.BadFormat;
            _filled |= parts;
        }

        if (_prefix != TimeUnit.None) return TimeError.BadFormat;
        return Special is TimeWord.Ignored or TimeWord.Now ? Finish() : TimeError.None;
    }

    private TimeError Finish()
    {
        var error = ValidateDate();
        if (error != TimeError.None) return error;
        if (_meridian >= 0 && Hour > 12) return TimeError.FieldOverflow;
        if (_meridian == 0 && Hour == 12) Hour = 0;
        else if (_meridian == 1 && Hour != 12) Hour += 12;
        if (_isTimeOnly)
        {
            if (ClockOverflows()) return TimeError.FieldOverflow;
            if ((_filled & TimeParts.Time) != TimeParts.Time) return TimeError.BadFormat;
            return _zone is { IsFixed: false } && (_filled & TimeParts.Date) != TimeParts.Date ? TimeError.BadFormat : TimeError.None;
        }

        if ((_filled & TimeParts.Date) != TimeParts.Date) return TimeError.BadFormat;
        if (_zone is not null || (_filled & TimeParts.Zone) == 0)
        {
            if ((_filled & TimeParts.DaylightModifier) != 0) return TimeError.BadFormat;
            Offset = (_zone ?? context.TimeZone).OffsetOfLocal(CivilDate.ToDays(Year, Month, Day) * 86400 + TimeOfDay / Micros.PerSecond);
        }

        return TimeError.None;
    }

    private TimeError ReadField(int index, out TimeParts parts)
    {
        parts = TimeParts.None;
        var field = _fields[index];
        return field.Kind switch
        {
            TimeFieldKind.Date => ReadDateField(index, field.Text, out parts),
            TimeFieldKind.Time => ReadTimeField(field.Text, out parts),
            TimeFieldKind.Zone => ReadZoneField(field.Text, out parts),
            TimeFieldKind.Number => ReadNumberField(index, field.Text, out parts),
            _ => ReadWordField(field.Text, out parts),
        };
    }

    private TimeError ReadDateField(int index, string field, out TimeParts parts)
    {
        parts = TimeParts.None;
        if (_isTimeOnly)
        {
            var mayBeDate = index == 0 && _fields.Count >= 2 && (_fields[^1].Kind == TimeFieldKind.Date || _fields[1].Kind == TimeFieldKind.Time);
            return mayBeDate ? ReadDate(field, out parts) : ReadTimeWithZone(field, out parts);
        }

        if (_prefix == TimeUnit.Julian)
        {
            var digits = CountDigits(field);
            if (!int.TryParse(field.AsSpan(0, digits), out var julian)) return TimeError.FieldOverflow;
            SetJulian(julian);
            _prefix = TimeUnit.None;
            parts = TimeParts.Date | TimeParts.Time | TimeParts.Zone;
            return ReadOffset(field[digits..]);
        }

        var haveDate = (_filled & (TimeParts.Month | TimeParts.Day)) == (TimeParts.Month | TimeParts.Day);
        return _prefix != TimeUnit.None || haveDate ? ReadTimeWithZone(field, out parts) : ReadDate(field, out parts);
    }

    // a run-together time with its zone (040506-08), or a zone's name with punctuation (america/new_york)
    private TimeError ReadTimeWithZone(string field, out TimeParts parts)
    {
        parts = TimeParts.None;
        if (!char.IsAsciiDigit(field[0]) && _prefix == TimeUnit.None) return ReadZoneName(field, out parts);
        if (_prefix is not (TimeUnit.None or TimeUnit.Time)) return TimeError.BadFormat;
        _prefix = TimeUnit.None;
        var dash = field.IndexOf('-');
        if ((_filled & TimeParts.Time) == TimeParts.Time || dash < 0) return TimeError.BadFormat;
        var error = ReadOffset(field[dash..]);
        if (error != TimeError.None) return error;
        error = ReadRunTogether(field[..dash], _isTimeOnly ? _filled | TimeParts.Date : _filled, out parts);
        parts |= TimeParts.Zone;
        return error;
    }

    private TimeError ReadTimeField(string field, out TimeParts parts)
    {
        parts = TimeParts.Time;
        if (_prefix is not (TimeUnit.None or TimeUnit.Time)) return TimeError.BadFormat;
        _prefix = TimeUnit.None;
        var error = ClockText.Read(field, out var clock);
        if (error != TimeError.None) return error;
        if (clock.Hour > int.MaxValue) return TimeError.FieldOverflow;
        (Hour, Minute, Second, Fraction) = ((int)clock.Hour, clock.Minute, clock.Second, clock.Microseconds);
        return !_isTimeOnly && ClockOverflows() ? TimeError.FieldOverflow : TimeError.None;
    }

    private TimeError ReadZoneField(string field, out TimeParts parts)
    {
        parts = TimeParts.Zone;
        return ReadOffset(field);
    }

    private TimeError ReadWordField(string field, out TimeParts parts)
    {
        parts = TimeParts.None;
        if (ZoneAbbreviations.Find(field) is { } abbreviation)
        {
            parts = TimeParts.Zone | (abbreviation.IsDaylight ? TimeParts.Daylight : 0);
            Offset = abbreviation.Offset;
            return TimeError.None;
        }

        if (TimeWords.FindDate(field) is not { } found)
        {
            if (SessionTimeZone.FindNamed(field) is not { } zone) return TimeError.BadFormat;
            _zone = zone;
            parts = TimeParts.Zone;
            return TimeError.None;
        }

        return ApplyWord(found.Word, found.Value, out parts);
    }

    private TimeError ApplyWord(TimeWord word, int value, out TimeParts parts)
    {
        parts = TimeParts.None;
        switch (word)
        {
            case TimeWord.Ignored:
            case TimeWord.DayOfWeek:
                parts = word == TimeWord.DayOfWeek ? TimeParts.DayOfWeek : TimeParts.None;
                return word == TimeWord.DayOfWeek && _isTimeOnly ? TimeError.BadFormat : TimeError.None;
            case TimeWord.Meridian:
                _meridian = value;
                parts = TimeParts.Meridian;
                return TimeError.None;
            case TimeWord.Era:
                _isBeforeChrist = value == 1;
                parts = TimeParts.Era;
                return TimeError.None;
            case TimeWord.DaylightModifier:
                Offset += value;
                parts = TimeParts.DaylightModifier | TimeParts.Daylight;
                return TimeError.None;
            case TimeWord.Unit:
            case TimeWord.IsoTime:
                if (_prefix != TimeUnit.None) return TimeError.BadFormat;
                if (word == TimeWord.IsoTime && !_isTimeOnly && (_filled & TimeParts.Date) != TimeParts.Date) return TimeError.BadFormat;
                _prefix = word == TimeWord.IsoTime ? TimeUnit.Time : (TimeUnit)value;
                return TimeError.None;
            case TimeWord.Month:
                return _isTimeOnly ? TimeError.BadFormat : ApplyMonth(value, out parts);
            default:
                return ApplySpecial(word, out parts);
        }
    }

    private TimeError ApplyMonth(int month, out TimeParts parts)
    {
        parts = TimeParts.Month;
        // a number taken for the month was the day
        if ((_filled & TimeParts.Month) != 0 && !_haveTextMonth && (_filled & TimeParts.Day) == 0 && Month is >= 1 and <= 31)
        {
            Day = Month;
            parts = TimeParts.Day;
        }

        _haveTextMonth = true;
        Month = month;
        return TimeError.None;
    }

    private TimeError ApplySpecial(TimeWord word, out TimeParts parts)
    {
        parts = TimeParts.Date | TimeParts.Time | TimeParts.Zone;
        if (_isTimeOnly && word is not (TimeWord.Now or TimeWord.AllBalls)) return TimeError.BadFormat;
        var offset = context.TimeZone.OffsetAt(context.Now);
        var local = context.Now + offset * Micros.PerSecond;
        var days = (long)Math.Floor(local / (double)Micros.PerDay);
        switch (word)
        {
            case TimeWord.Now:
                if (_isTimeOnly) parts = TimeParts.Time;
                Offset = offset;
                SetTimeOfDay(local - days * Micros.PerDay);
                if (!_isTimeOnly) (Year, Month, Day) = CivilDate.FromDays(days);
                if (!_isTimeOnly) _isJulian = true; // the year is right as it is
                return TimeError.None;
            case TimeWord.Today:
            case TimeWord.Tomorrow:
            case TimeWord.Yesterday:
                parts = TimeParts.Date;
                (Year, Month, Day) = CivilDate.FromDays(days + (word == TimeWord.Today ? 0 : word == TimeWord.Tomorrow ? 1 : -1));
                return TimeError.None;
            case TimeWord.AllBalls:
                parts = TimeParts.Time | TimeParts.Zone;
                SetTimeOfDay(0);
                Offset = 0;
                return TimeError.None;
            case TimeWord.Epoch:
            case TimeWord.Infinity:
            case TimeWord.NegativeInfinity:
                Special = word;
                parts = TimeParts.Special; // PostgreSQL lets a date stand beside it
                return TimeError.None;
            default:
                return TimeError.BadFormat;
        }
    }

    private TimeError ReadZoneName(string name, out TimeParts parts)
    {
        parts = TimeParts.Zone;
        _zone = SessionTimeZone.FindNamed(name);
        UnknownZone = name;
        return _zone is null ? TimeError.UnknownZone : TimeError.None;
    }

    private TimeError ReadOffset(string field)
    {
        var error = ZoneOffsetText.Read(field, out var east);
        if (error == TimeError.None) Offset = east;
        return error;
    }

    private void SetJulian(int day)
    {
        (Year, Month, Day) = CivilDate.FromDays((long)day - CivilDate.JulianDayOfEpoch);
        _isJulian = true;
    }

    private void SetTimeOfDay(long microseconds)
    {
        (Hour, Minute) = ((int)(microseconds / Micros.PerHour), (int)(microseconds / Micros.PerMinute % 60));
        (Second, Fraction) = ((int)(microseconds / Micros.PerSecond % 60), microseconds % Micros.PerSecond);
    }

    private bool ClockOverflows() =>
        Hour is < 0 or > 24 || Minute is < 0 or > 59 || Second is < 0 or > 60 || Fraction is < 0 or > Micros.PerSecond || TimeOfDay > Micros.PerDay;

    private static int CountDigits(string text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count])) count++;
        return count;
    }
}
