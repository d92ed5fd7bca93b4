using Granary.Gateway.Http;
using Granary.Gateway.Postgres.Sessions;
using Granary.Runtime.Lifecycle;
using Granary.Runtime.Membership;
using Granary.Silo.Configuration;

namespace Granary.Silo.Hosting;

/// <summary>`/status` of a process that hosts no tables.</summary>
internal sealed class GatewayStatusReporter(SiloOptions options, ISiloStatus status, IMembership membership, PostgresSessions sessions) : IStatusReporter
{
    public StatusReport Report() => new(
        ProgramVersion.Text, status.Uptime.TotalSeconds, "gateway", status.Stage.ToString().ToLowerInvariant(), $"{membership.LiveSilos.Count} silos")
    {
        Connections = sessions.Count,
        MaxConnections = options.MaxConnections,
    };
}
