using Granary.Engine.Delta.Actions;
using Granary.Engine.ObjectStores;

namespace Granary.Engine.Delta;

/// <summary>
/// Keeps a log short: writes log checkpoints and deletes what they cover. Runs apart from commits; whatever fails here leaves
/// every commit as it was and may be repeated.
/// </summary>
internal sealed class LogMaintenance(
    IObjectStore store, TablePaths paths, ILogCheckpointFormat format, DeltaLogOptions options, TimeProvider timeProvider)
{
    /// <summary>Whether the commit that made this snapshot ends an interval.</summary>
    public bool IsLogCheckpointDue(DeltaSnapshot snapshot) =>
        snapshot.Version > 0 && snapshot.Version % options.LogCheckpointInterval == 0;

    /// <summary>Writes the snapshot's log checkpoint, then the pointer to it.</summary>
    public async Task WriteLogCheckpointAsync(DeltaSnapshot snapshot, CancellationToken cancellationToken)
    {
        var actions = CollectActions(snapshot);
        using var scratch = new ScratchDirectory();
        var file = scratch.PathOf("log-checkpoint.parquet");
        await format.WriteAsync(actions, file, cancellationToken);
        var size = new FileInfo(file).Length;
        await store.PutAsync(paths.LogCheckpoint(snapshot.Version), ObjectBody.FromFile(file), cancellationToken);
        var hint = LastCheckpointHint.Write(snapshot.Version, actions.Count, size, snapshot.FilesByPath.Count);
        await store.PutAsync(paths.LastCheckpoint, ObjectBody.FromMemory(hint), cancellationToken);
    }

    /// <summary>
    /// Deletes commits and log checkpoints older than the newest log checkpoint that is itself older than the retention: so a
    /// reader that began within the retention finds all it needs. Oldest first, so that a crash leaves no gap.
    /// </summary>
    /// <returns>How many were deleted; when that is the limit there may be more.</returns>
    public async Task<int> ExpireAsync(CancellationToken cancellationToken)
    {
        var limit = timeProvider.GetUtcNow() - options.LogRetention;
        var old = new List<(long Version, string Key)>();
        long? covered = null;
        await foreach (var info in store.ListAsync(paths.LogRoot, null, cancellationToken))
        {
            if (paths.TryParseLogObject(info.Key) is not { } name || info.LastModified > limit) continue;
            old.Add((name.Version, info.Key));
            // parts of another writer's may be incomplete, so only whole ones count
            if (name is { Kind: LogObjectKind.LogCheckpoint, PartCount: 1 }) covered = name.Version;
        }
        if (covered is not { } keepFrom) return 0;
        var expired = old.Where(item => item.Version < keepFrom).OrderBy(item => item.Version)
            .Take(options.MaxExpiredObjectsPerRun).Select(item => item.Key).ToList();
        foreach (var chunk in expired.Chunk(100)) await store.DeleteManyAsync(chunk, cancellationToken);
        return expired.Count;
    }

    /// <summary>The actions that replay to the snapshot; removed segments only as long as a reader may want them.</summary>
    private List<DeltaAction> CollectActions(DeltaSnapshot snapshot)
    {
        var forgotten = (timeProvider.GetUtcNow() - options.TombstoneRetention).ToUnixTimeMilliseconds();
        var actions = new List<DeltaAction> { snapshot.Protocol!, snapshot.Metadata! };
        actions.AddRange(snapshot.Transactions.Values.OrderBy(transaction => transaction.AppId, StringComparer.Ordinal));
        actions.AddRange(snapshot.Tombstones.Values
            .Where(remove => remove.DeletionTimestamp > forgotten)
            .OrderBy(remove => remove.Path, StringComparer.Ordinal)
            // protocol: actions of a log checkpoint change no data
            .Select(remove => remove with { DataChange = false }));
        actions.AddRange(snapshot.FilesByPath.Values.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => file.ToAdd()));
        return actions;
    }
}
