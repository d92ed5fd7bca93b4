using Granary.Engine.Delta.Actions;
using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Delta;

/// <summary>
/// The Delta log of one table: reads it and appends to it. Keeps no state, so that any number may work on one table.
/// </summary>
/// <remarks>
/// <para>A commit: 1. its actions are applied to the snapshot it follows, and refused if they break a rule; 2. N.json is put
/// if absent; 3. if the answer is anything but "created", N.json is read back: with this commit's nonce it is
/// committed, with another it lost, and while it can't be read the outcome is unknown.</para>
/// <para>Reading: the newest readable log checkpoint, then every later commit; a gap is damage. Following commit by commit
/// ("is there N+1?") is right only while N+1 can't have been deleted by retention, so a snapshot that has not been
/// confirmed for long is loaded anew instead, before a read and before a commit.</para>
/// </remarks>
internal sealed class DeltaLog(
    IObjectStore store, TablePaths paths, ILogCheckpointFormat format, DeltaLogOptions options, TimeProvider timeProvider)
{
    private const int MaxForeignCommits = 20;

    private readonly LogReader _reader = new(store, paths, format, options, timeProvider);

    /// <summary>The names of the table's objects.</summary>
    public TablePaths Paths => paths;

    private long Now => timeProvider.GetTimestamp();

    /// <summary>The table as it is; <see cref="DeltaSnapshot.Empty"/> when it has no log.</summary>
    public Task<DeltaSnapshot> LoadAsync(CancellationToken cancellationToken) => _reader.LoadAsync(cancellationToken);

    /// <summary>The table as it is, from an older snapshot: reads only newer commits.</summary>
    public async Task<DeltaSnapshot> RefreshAsync(DeltaSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Version < 0 || IsTooOld(snapshot)) return await LoadAsync(cancellationToken);
        while (true)
        {
            var asked = Now;
            var key = paths.Commit(snapshot.Version + 1);
            if (await store.TryGetAsync(key, cancellationToken) is not { } body) return snapshot.Confirm(asked);
            snapshot = LogReader.Advance(snapshot, key, LogReader.Parse(key, body), asked);
        }
    }

    /// <summary>Makes the commit that follows a snapshot. Nothing is sent.</summary>
    /// <exception cref="GranaryException"><c>Internal</c> when the actions break a rule, <c>Unsupported</c> when the table may only be read.</exception>
    public PreparedCommit Prepare(DeltaSnapshot basis, string operation, IReadOnlyList<DeltaAction> actions, string? appends = null)
    {
        var now = timeProvider.GetUtcNow();
        var nonce = Guid.CreateVersion7(now).ToString("N");
        var info = new DeltaAction.CommitInfo(now.ToUnixTimeMilliseconds(), operation, nonce) { EngineInfo = EngineName, Appends = appends };
        List<DeltaAction> all = [info, .. actions];
        try
        {
            var result = SnapshotBuilder.Advance(basis, basis.Version + 1, all, Now);
            ProtocolRules.RequireWritable(result.Protocol!);
            return new PreparedCommit(basis, result, nonce, ActionWriter.Write(all));
        }
        catch (SnapshotRuleException exception)
        {
            throw DeltaErrors.Broken(exception.Message);
        }
    }

    /// <summary>Appends the commit, exactly once however often it is called with the same one.</summary>
    /// <exception cref="GranaryException">This call has sent nothing that could be in the log.</exception>
    /// <exception cref="OperationCanceledException">It may have.</exception>
    public async Task<CommitOutcome> CommitAsync(PreparedCommit commit, CancellationToken cancellationToken)
    {
        if (commit.Basis.Version >= 0 && IsTooOld(commit.Basis))
        {
            var found = await LoadAsync(cancellationToken);
            if (found.Version >= commit.Version) return await DecideAsync(commit, "the snapshot was old", cancellationToken);
        }
        return await PutAsync(commit, cancellationToken) switch
        {
            PutIfAbsentResult.Created => new CommitOutcome.Committed(commit.Result.Confirm(Now)),
            PutIfAbsentResult.AlreadyExists => await DecideAsync(commit, "its version exists", cancellationToken),
            PutIfAbsentResult.Unknown unknown => await DecideAsync(commit, unknown.Reason, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>
    /// The newest word of a commit of ours on its writers' last appends, or null. Only commits of others may lie above it, and few:
    /// each of ours carries it on.
    /// </summary>
    public async Task<string?> ReadAppendsAsync(DeltaSnapshot snapshot, CancellationToken cancellationToken)
    {
        for (var version = snapshot.Version; version >= 0 && version > snapshot.Version - MaxForeignCommits; version--)
        {
            var key = paths.Commit(version);
            if (await store.TryGetAsync(key, cancellationToken) is not { } body) return null;
            var info = LogReader.Parse(key, body).OfType<DeltaAction.CommitInfo>().FirstOrDefault();
            if (info?.EngineInfo?.StartsWith("Granary/", StringComparison.Ordinal) == true) return info.Appends;
        }
        return null;
    }

    private static string EngineName { get; } =
        $"Granary/{typeof(DeltaLog).Assembly.GetName().Version?.ToString(3)}";

    private async Task<PutIfAbsentResult> PutAsync(PreparedCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            return await store.PutIfAbsentAsync(paths.Commit(commit.Version), commit.Body, cancellationToken);
        }
        catch (GranaryException exception) when (exception.Kind == ErrorKind.Unavailable)
        {
            return new PutIfAbsentResult.Unknown(exception.Message);
        }
    }

    /// <summary>Reads the commit's key back: whose is it?</summary>
    private async Task<CommitOutcome> DecideAsync(PreparedCommit commit, string why, CancellationToken cancellationToken)
    {
        try
        {
            var key = paths.Commit(commit.Version);
            if (await store.TryGetAsync(key, cancellationToken) is not { } body)
                return await DecideAbsentAsync(commit, why, cancellationToken);
            var nonce = LogReader.Parse(key, body).OfType<DeltaAction.CommitInfo>().FirstOrDefault()?.Nonce;
            return nonce == commit.Nonce
                ? new CommitOutcome.Committed(commit.Result.Confirm(Now))
                : new CommitOutcome.Conflict(await RefreshAsync(commit.Basis, cancellationToken));
        }
        catch (GranaryException exception)
        {
            return new CommitOutcome.Retryable($"Commit {commit.Version} was sent ({why}) and can't be read back: {exception.Message}");
        }
    }

    /// <summary>The object isn't there: not yet, or (of an old snapshot) not any more.</summary>
    private async Task<CommitOutcome> DecideAbsentAsync(PreparedCommit commit, string why, CancellationToken cancellationToken)
    {
        var found = await LoadAsync(cancellationToken);
        return found.Version >= commit.Version
            ? new CommitOutcome.Conflict(found)
            : new CommitOutcome.Retryable($"Commit {commit.Version} was sent and isn't in the log so far: {why}");
    }

    private bool IsTooOld(DeltaSnapshot snapshot) =>
        timeProvider.GetElapsedTime(snapshot.ConfirmedAt) > options.LogRetention / 4;
}
