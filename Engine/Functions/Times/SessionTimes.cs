using Granary.Grains.Interfaces.Values.Times;

namespace Granary.Engine.Functions.Times;

/// <summary>What the text of a time means for a statement: its session's zone and its transaction's start. DateStyle is ISO, MDY.</summary>
internal sealed record SessionTimes(SessionTimeZone TimeZone, long Now) : ITimeContext
{
    public DateOrder DateOrder => DateOrder.MonthDayYear;
}
