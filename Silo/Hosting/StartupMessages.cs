using System.Net;
using Granary.Silo.Configuration;

namespace Granary.Silo.Hosting;

/// <summary>The few lines that the person who starts the program reads. Scripts and tests read them too: keep their form.</summary>
internal sealed class StartupMessages(TextWriter output, SiloOptions options, Listeners listeners)
{
    public void Listening() => output.WriteLine(
        $"Granary {ProgramVersion.Text} listens on {(listeners.Postgres is { } postgres ? $"{postgres} (PostgreSQL) and " : "")}{listeners.Http} (HTTP)"
        + (listeners.Cluster is { } cluster ? $" and {cluster} (cluster)" : "")
        + (options.Cluster is { HostsGrains: false } ? "" : $"; data in {options.Data.Path}")
        + (options.Bucket is null ? "" : $", tables in bucket {options.Bucket}"));

    public void Ready(long replayedRows)
    {
        if (replayedRows > 0) output.WriteLine($"Replayed {replayedRows} {(replayedRows == 1 ? "row" : "rows")} from the write-ahead log.");
        if (listeners.Postgres is not { } postgres)
        {
            output.WriteLine($"Granary is ready: a silo of the cluster {options.Cluster!.Id}.");
            return;
        }
        output.WriteLine($"Granary is ready. Connect with: psql \"postgresql://{Login()}@{Host()}:{postgres.Port}/postgres\"");
        if (!IPAddress.IsLoopback(options.BindAddress) && options.Password == Settings.Password.Default)
            output.WriteLine("Warning: other machines can connect, and the password is the default one. Set GRANARY_PASSWORD.");
    }

    public void Draining() => output.WriteLine("Stopping: no new connections; running statements end.");

    public void Flushing(int tables) => output.WriteLine($"Flushing {tables} {(tables == 1 ? "table" : "tables")}.");

    public void NotFlushed() => output.WriteLine("Not all tables were flushed in time. Their rows are in the write-ahead log.");

    public void Stopped() => output.WriteLine("Stopped.");

    public void Aborted() => output.WriteLine("Stopped at once. Rows that were not flushed are in the write-ahead log.");

    // Only the default password is shown: it is no secret.
    private string Login() => options.Password == Settings.Password.Default ? $"{options.User}:{options.Password}" : options.User;

    private string Host() => IPAddress.IsLoopback(options.BindAddress) || options.BindAddress.Equals(IPAddress.Any) || options.BindAddress.Equals(IPAddress.IPv6Any)
        ? "localhost"
        : options.BindAddress.ToString();
}
