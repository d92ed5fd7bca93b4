using System.Text;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Times;

namespace Granary.Engine.Functions.Times;

/// <summary>Finds time zones by name; the one used last is kept, as a statement's rows mostly share it.</summary>
internal static class Zones
{
    [ThreadStatic]
    private static (byte[] Name, SessionTimeZone Zone)? _last;

    public static SessionTimeZone Of(ReadOnlySpan<byte> name)
    {
        if (_last is var (lastName, lastZone) && name.SequenceEqual(lastName)) return lastZone;
        var zone = SessionTimeZone.Find(Encoding.UTF8.GetString(name))
            ?? throw FunctionErrors.Of(SqlState.InvalidParameterValue, $"time zone \"{ValueErrors.Show(name)}\" not recognized");
        _last = (name.ToArray(), zone);
        return zone;
    }
}
