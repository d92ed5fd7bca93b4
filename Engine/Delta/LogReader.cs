using System.Text.Json;
using Granary.Engine.Delta.Actions;
using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Delta;

/// <summary>Reads a whole log: log checkpoint and later commits, whoever wrote them.</summary>
internal sealed class LogReader(
    IObjectStore store, TablePaths paths, ILogCheckpointFormat format, DeltaLogOptions options, TimeProvider timeProvider)
{
    /// <summary>The actions of a commit's object.</summary>
    public static IReadOnlyList<DeltaAction> Parse(string key, ReadOnlyMemory<byte> body)
    {
        try
        {
            var actions = ActionReader.Read(body);
            // another writer's commit may hold nothing that Granary knows, but not nothing
            return body.Span.Contains((byte)'{') ? actions : throw DeltaErrors.Corrupt(key, "the commit is empty.");
        }
        catch (JsonException exception)
        {
            throw DeltaErrors.Corrupt(key, $"the commit is torn or not a Delta commit. {exception.Message}", exception);
        }
    }

    /// <summary>Applies a commit that was read.</summary>
    public static DeltaSnapshot Advance(
        DeltaSnapshot snapshot, string key, IReadOnlyList<DeltaAction> actions, long confirmedAt)
    {
        try
        {
            return SnapshotBuilder.Advance(snapshot, snapshot.Version + 1, actions, confirmedAt);
        }
        catch (SnapshotRuleException exception)
        {
            throw DeltaErrors.Corrupt(key, exception.Message, exception);
        }
    }

    public async Task<DeltaSnapshot> LoadAsync(CancellationToken cancellationToken)
    {
        var asked = timeProvider.GetTimestamp();
        if (await LastCheckpointHint.TryReadAsync(store, paths, cancellationToken) is { } version)
        {
            var recent = await LogListing.ReadAsync(store, paths, version, cancellationToken);
            if (await TryLoadAsync(recent, asked, cancellationToken) is (Snapshot: { } found, _)) return found;
        }
        // no hint, or one that leads nowhere: it is a hint, the listing is the truth
        var all = await LogListing.ReadAsync(store, paths, 0, cancellationToken);
        if (all.IsEmpty) return DeltaSnapshot.Empty.Confirm(asked);
        var (snapshot, damage) = await TryLoadAsync(all, asked, cancellationToken);
        return snapshot ?? throw damage ?? DeltaErrors.Corrupt(paths.LogRoot, all.DescribeGap());
    }

    /// <summary>
    /// The newest readable log checkpoint and all later commits; from commit 0 when none is readable. Else the first damage.
    /// </summary>
    private async Task<(DeltaSnapshot? Snapshot, GranaryException? Damage)> TryLoadAsync(
        LogListing listing, long asked, CancellationToken cancellationToken)
    {
        GranaryException? damage = null;
        foreach (var candidate in listing.LogCheckpointsNewestFirst)
        {
            try
            {
                var snapshot = await ReadLogCheckpointAsync(candidate, asked, cancellationToken);
                return (await ReplayAsync(snapshot, listing, asked, cancellationToken), null);
            }
            catch (GranaryException exception) when (exception.Kind is ErrorKind.Corrupt or ErrorKind.NotFound)
            {
                // an older log checkpoint, or the commits from 0, may give the same table
                damage ??= exception;
            }
        }
        return listing.HasCommit(0)
            ? (await ReplayAsync(DeltaSnapshot.Empty, listing, asked, cancellationToken), null)
            : (null, damage);
    }

    private async Task<DeltaSnapshot> ReplayAsync(
        DeltaSnapshot snapshot, LogListing listing, long asked, CancellationToken cancellationToken)
    {
        var versions = listing.CommitsAfter(snapshot.Version);
        foreach (var chunk in versions.Chunk(options.MaxConcurrentReads))
        {
            var bodies = await Task.WhenAll(chunk.Select(version => store.GetAsync(paths.Commit(version), cancellationToken)));
            for (var i = 0; i < chunk.Length; i++)
            {
                var key = paths.Commit(chunk[i]);
                if (chunk[i] != snapshot.Version + 1)
                    throw DeltaErrors.Corrupt(paths.Commit(snapshot.Version + 1), "the commit is missing, and later ones exist.");
                snapshot = Advance(snapshot, key, Parse(key, bodies[i]), asked);
            }
        }
        return snapshot;
    }

    private async Task<DeltaSnapshot> ReadLogCheckpointAsync(
        LogCheckpointReference reference, long asked, CancellationToken cancellationToken)
    {
        var actions = new List<DeltaAction>();
        foreach (var key in reference.Keys(paths))
        {
            using var scratch = new ScratchDirectory();
            var file = scratch.PathOf("log-checkpoint.parquet");
            await store.DownloadAsync(key, file, cancellationToken);
            try
            {
                actions.AddRange(await format.ReadAsync(file, cancellationToken));
            }
            catch (Exception exception) when (exception is InvalidDataException or JsonException)
            {
                throw DeltaErrors.Corrupt(key, $"the log checkpoint can't be read: {exception.Message}", exception);
            }
        }
        try
        {
            return SnapshotBuilder.FromLogCheckpoint(reference.Version, actions, asked);
        }
        catch (SnapshotRuleException exception)
        {
            throw DeltaErrors.Corrupt(paths.LogCheckpoint(reference.Version), exception.Message, exception);
        }
    }
}
