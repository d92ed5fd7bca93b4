using System.Diagnostics;
using Granary.Gateway.Postgres.Sessions;

namespace Granary.Gateway;

/// <summary>The gateway's spans. They are made when what they tell of has ended: nothing is paid when nobody listens.</summary>
internal static class GatewayTracing
{
    private static readonly ActivitySource Source = new("Granary.Gateway");

    /// <summary>One message of statements, from its arrival to its last row. Says nothing of their text: that holds data.</summary>
    public static void Statement(DateTimeOffset ended, TimeSpan elapsed, SessionIdentity session)
    {
        if (!Source.HasListeners()) return;
        using var span = Source.StartActivity("statement", ActivityKind.Server, default(ActivityContext), startTime: ended - elapsed);
        span?.SetTag("db.system", "granary").SetTag("db.namespace", session.Database).SetTag("db.user", session.User).SetEndTime(ended.UtcDateTime);
    }
}
