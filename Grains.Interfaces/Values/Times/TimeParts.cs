namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>Parts of a date or time that a field has filled.</summary>
[Flags]
internal enum TimeParts
{
    None = 0,
    Year = 1,
    Month = 2,
    Day = 4,
    Hour = 8,
    Minute = 16,
    Second = 32,
    Subsecond = 64,
    Zone = 128,
    Daylight = 256,
    DaylightModifier = 512,
    DayOfYear = 1024,
    DayOfWeek = 2048,
    Era = 4096,
    Meridian = 8192,
    Week = 16384,
    Decade = 32768,
    Century = 65536,
    Millennium = 131072,
    Millisecond = 262144,
    Microsecond = 524288,
    Special = 1048576,
    AllSeconds = Second | Subsecond | Millisecond | Microsecond,
    Date = Year | Month | Day,
    Time = Hour | Minute | AllSeconds,
}
