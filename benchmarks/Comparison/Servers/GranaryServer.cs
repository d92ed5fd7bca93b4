using Granary.Comparison.Wire;
using Granary.Testing;
using Granary.Testing.Processes;

namespace Granary.Comparison.Servers;

/// <summary>Granary as a user runs it: one process, embedded defaults, a fresh data directory.</summary>
internal sealed class GranaryServer : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly GranaryProcess _process;

    public GranaryServer()
    {
        _process = GranaryProcess.StartAsync(_directory.Path).GetAwaiter().GetResult();
    }

    public string DataDirectory => _directory.Path;

    /// <summary>The most memory the process has had resident, in bytes.</summary>
    public long PeakMemoryBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024;
        }
    }

    public WireConnection Open() => WireConnection.Open(_process.PostgresPort, "postgres", "postgres", "postgres");

    public void Dispose()
    {
        _process.TerminateAsync().GetAwaiter().GetResult();
        _process.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _directory.Dispose();
    }
}
