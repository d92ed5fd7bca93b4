namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>Lengths of time in microseconds.</summary>
internal static class Micros
{
    public const long PerSecond = 1_000_000;
    public const long PerMinute = 60 * PerSecond;
    public const long PerHour = 60 * PerMinute;
    public const long PerDay = 24 * PerHour;

    private static readonly long[] Units = [1_000_000, 100_000, 10_000, 1_000, 100, 10];

    /// <summary>Whole seconds, downwards.</summary>
    public static long FloorSeconds(long value) => Floor(value, PerSecond);

    /// <summary>Whole days, downwards.</summary>
    public static long FloorDays(long value) => Floor(value, PerDay);

    /// <summary>Rounds to some digits of a second, half away from zero, as `timestamp(p)` does.</summary>
    public static long Round(long value, int precision)
    {
        if (precision is < 0 or > 5) return value;
        var unit = Units[precision];
        return value >= 0 ? (value + unit / 2) / unit * unit : -((-value + unit / 2) / unit * unit);
    }

    private static long Floor(long value, long unit)
    {
        var whole = Math.DivRem(value, unit, out var rest);
        return rest < 0 ? whole - 1 : whole;
    }
}
