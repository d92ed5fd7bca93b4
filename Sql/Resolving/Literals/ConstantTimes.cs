using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Times;

namespace Granary.Sql.Resolving.Literals;

/// <summary>What the text of a constant time means in its session.</summary>
internal sealed class ConstantTimes(ResolvingSession session) : ITimeContext
{
    private SessionTimeZone? _zone;

    public SessionTimeZone TimeZone => _zone ??= SessionTimeZone.Find(session.TimeZone)
        ?? throw Refusal.Of(SqlState.InvalidParameterValue, $"time zone \"{session.TimeZone}\" not recognized", -1);

    public DateOrder DateOrder => TimeStyles.OrderOf(session.Context.Setting("DateStyle"));

    public IntervalStyle IntervalStyle => TimeStyles.IntervalStyleOf(session.Context.Setting("IntervalStyle"));

    public long Now => session.ReadClock();
}
