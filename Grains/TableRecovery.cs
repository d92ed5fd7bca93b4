using Granary.Engine;
using Granary.Engine.WriteAheadLog;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime;

namespace Granary.Grains;

/// <summary>
/// What a silo does before it serves: learns which tables exist, and activates those with rows in the write-ahead log, which
/// replays them, so that the first statement doesn't wait for it and an error shows at start.
/// </summary>
public sealed class TableRecovery(IGrainFactory grains, IProjectCatalog projects, TableStore store, IWriteAheadLog log, ActiveTables active)
{
    private const int MaxConcurrentReplays = 4;
    private static readonly TableScanRequest Nothing = new([], []);

    /// <summary>Learns and replays. Gives the rows that are in memory then; the log may also name tables whose rows are all in segments.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        await projects.RefreshAsync(cancellationToken);
        foreach (var table in await TableDiscovery.FindAsync(store, cancellationToken))
        {
            await projects.AnnounceAsync(table, cancellationToken);
            projects.Add(table);
        }
        // records in a shared log are replayed by whoever is asked for their table next
        var recovered = log is ILocalWriteAheadLog local ? local.GrainsToRecover : [];
        foreach (var key in recovered) projects.Add(TableId.Parse(key));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentReplays, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            recovered, parallel, async (key, token) => await grains.GetGrain<ITableGrain>(key).OpenScanAsync(Nothing, token));
        return active.Describe().Sum(table => table.TailRowCount);
    }
}
