using Granary.Engine;
using Granary.Engine.Memtables;
using Granary.Engine.SegmentCache;
using Granary.Engine.WriteAheadLog;
using Granary.Gateway.Http;
using Granary.Gateway.Postgres.Sessions;
using Granary.Grains;
using Granary.Grains.Interfaces;
using Granary.Runtime.Lifecycle;
using Granary.Silo.Configuration;

namespace Granary.Silo.Hosting;

/// <summary>Gathers `/status` from the parts. Before the log is open it doesn't ask for it: that would wait for the replay.</summary>
internal sealed class StatusReporter(
    IServiceProvider services,
    SiloOptions options,
    ISiloStatus status,
    TableStore store,
    IProjectCatalog projects,
    PostgresSessions sessions,
    ActiveTables tables,
    IngestMemory memory,
    LocalSegments cache) : IStatusReporter
{
    public StatusReport Report() => new(
        ProgramVersion.Text, status.Uptime.TotalSeconds, Mode, status.Stage.ToString().ToLowerInvariant(), store.Objects.Location)
    {
        ProjectCount = projects.Projects().Count,
        Connections = sessions.Count,
        MaxConnections = options.MaxConnections,
        WalBytes = status.Stage == SiloStage.Ready ? services.GetRequiredService<IWriteAheadLog>().SizeInBytes : 0,
        MemtableBytes = memory.UsedBytes,
        MaxMemtableBytes = memory.MaxBytes,
        CacheBytes = cache.UsedBytes,
        MaxCacheBytes = options.MaxCacheBytes,
        Tables = [.. tables.Describe().Select(Describe)],
    };

    private string Mode => options.Cluster?.Role.ToString().ToLowerInvariant() ?? "embedded";

    private static TableStatusReport Describe(TableEngineStatus table) => new(
        table.Table.Project.Value,
        table.Table.Table,
        table.Version,
        table.SegmentCount,
        table.TailRowCount,
        table.TailBytes,
        table.FlushFailureCount,
        table.LastFlushFailure);
}
