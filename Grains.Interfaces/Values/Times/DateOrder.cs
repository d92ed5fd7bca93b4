namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>How a date of three numbers is read.</summary>
internal enum DateOrder
{
    MonthDayYear,
    DayMonthYear,
    YearMonthDay,
}
