using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>An interval while it is read: parts are added to by unit, fractions spill into the smaller ones as in PostgreSQL. Each step is false on overflow.</summary>
internal sealed class IntervalParts
{
    private const int DaysPerMonth = 30;

    private long _years, _months, _days;

    public long Microseconds { get; private set; }

    public bool Add(TimeUnit unit, long value, double fraction) => unit switch
    {
        TimeUnit.Microsecond => AddTime(value, fraction, 1),
        TimeUnit.Millisecond => AddTime(value, fraction, 1000),
        TimeUnit.Second => AddTime(value, fraction, Micros.PerSecond),
        TimeUnit.Minute => AddTime(value, fraction, Micros.PerMinute),
        TimeUnit.Hour => AddTime(value, fraction, Micros.PerHour),
        TimeUnit.Day => AddTo(ref _days, value, 1) && AddFraction(fraction, Micros.PerDay),
        TimeUnit.Week => AddTo(ref _days, value, 7) && AddFractionOfDays(fraction, 7),
        TimeUnit.Month => AddTo(ref _months, value, 1) && AddFractionOfDays(fraction, DaysPerMonth),
        TimeUnit.Year => AddYears(value, fraction, 1),
        TimeUnit.Decade => AddYears(value, fraction, 10),
        TimeUnit.Century => AddYears(value, fraction, 100),
        TimeUnit.Millennium => AddYears(value, fraction, 1000),
        _ => false,
    };

    /// <summary>Sets the clock part.</summary>
    public bool SetTime(Clock clock, bool isNegative)
    {
        var time = (Int128)clock.Hour * Micros.PerHour + ((Int128)clock.Minute * 60 + clock.Second) * Micros.PerSecond + clock.Microseconds;
        if (time > long.MaxValue) return false;
        Microseconds = (long)(isNegative ? -time : time);
        return true;
    }

    public void NegateTime()
    {
        if (Microseconds > 0) Microseconds = -Microseconds;
    }

    public bool Negate()
    {
        if (Microseconds == long.MinValue) return false;
        (_years, _months, _days, Microseconds) = (-_years, -_months, -_days, -Microseconds);
        return _days <= int.MaxValue && _months <= int.MaxValue && _years <= int.MaxValue;
    }

    /// <summary>The interval, or null when its months don't fit.</summary>
    public Interval? ToInterval()
    {
        var months = _years * 12 + _months;
        return months is >= int.MinValue and <= int.MaxValue ? new Interval((int)months, (int)_days, Microseconds) : null;
    }

    private bool AddYears(long value, double fraction, int scale) =>
        AddTo(ref _years, value, scale) && AddTo(ref _months, (long)Math.Round(fraction * scale * 12, MidpointRounding.ToEven), 1);

    private bool AddFractionOfDays(double fraction, int scale)
    {
        fraction *= scale;
        var days = (int)fraction;
        return AddTo(ref _days, days, 1) && AddFraction(fraction - days, Micros.PerDay);
    }

    private bool AddTime(long value, double fraction, long scale)
    {
        var sum = (Int128)value * scale + Microseconds;
        if (sum < long.MinValue || sum > long.MaxValue) return false;
        Microseconds = (long)sum;
        return AddFraction(fraction, scale);
    }

    private bool AddFraction(double fraction, long scale)
    {
        if (fraction == 0) return true;
        fraction *= scale;
        var whole = (long)fraction;
        fraction -= whole;
        if (fraction > 0.5) whole++;
        else if (fraction < -0.5) whole--;
        var sum = (Int128)Microseconds + whole;
        if (sum < long.MinValue || sum > long.MaxValue) return false;
        Microseconds = (long)sum;
        return true;
    }

    // years, months and days are 32 bits each
    private static bool AddTo(ref long part, long value, int scale)
    {
        var sum = (Int128)value * scale + part;
        if (value is < int.MinValue or > int.MaxValue || sum < int.MinValue || sum > int.MaxValue) return false;
        part = (long)sum;
        return true;
    }
}
