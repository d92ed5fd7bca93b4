using System.Diagnostics;
using Granary.Compare.Wire;

namespace Granary.Compare.Servers;

/// <summary>Granary as a user runs it: one process, embedded defaults, a fresh data directory.</summary>
internal sealed class GranaryServer : ServerProcess
{
    public GranaryServer() : base("granary")
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "silo", "Granary.Silo"));
        start.Environment["PGWIRE_PORT"] = Port.ToString();
        start.Environment["PORT"] = FreePort().ToString();
        start.Environment["GRANARY_DATA_DIR"] = Directory;
        Start(start);
    }

    public WireConnection Open() => Connect();

    protected override WireConnection Connect() => WireConnection.Open(Port, "postgres", "postgres", "postgres");
}
