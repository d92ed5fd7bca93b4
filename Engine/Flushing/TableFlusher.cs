using System.Runtime.CompilerServices;
using Granary.Engine.Delta.Actions;
using Granary.Engine.Memtables;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Flushing;

/// <summary>
/// Flushes one sealed memtable: 1. its rows become segments in the store, off the turn; 2. one commit adds them and says
/// how far the lanes have come; 3. the same step that installs the snapshot drops the rows. What was uploaded before a
/// failed commit is used by the next attempt. Runs on the table's turn, one flush at a time.
/// </summary>
internal sealed class TableFlusher(TableState state, SegmentUploader uploader, TableCommitter committer, TimeProvider time)
{
    private readonly ConditionalWeakTable<Memtable, IReadOnlyList<UploadedSegment>> _staged = [];

    /// <summary>Flushes a lane's oldest sealed memtable, or what is left of it when an earlier commit turns out to hold a part.</summary>
    public async Task FlushOldestAsync(MemtableLane lane, CancellationToken cancellationToken)
    {
        while (lane.OldestSealed is { } memtable)
        {
            var segments = await StageAsync(memtable, cancellationToken);
            await committer.CommitAsync("WRITE", () => lane.OldestSealed == memtable ? Actions(memtable, segments) : null, cancellationToken);
            _staged.Remove(memtable);
            await DiscardUnusedAsync(segments);
            // a memtable that was cut in the meantime has another identity and goes round again
            if (lane.OldestSealed is not { } next || next.FirstSequence > memtable.LastSequence) return;
        }
    }

    private async Task<IReadOnlyList<UploadedSegment>> StageAsync(Memtable memtable, CancellationToken cancellationToken)
    {
        if (_staged.TryGetValue(memtable, out var staged)) return staged;
        var views = new List<ColumnBatch>();
        memtable.CopyViewsTo(views);
        staged = await Task.Run(() => uploader.UploadAsync(views, cancellationToken), cancellationToken);
        _staged.Add(memtable, staged);
        return staged;
    }

    private List<DeltaAction> Actions(Memtable memtable, IReadOnlyList<UploadedSegment> segments)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var actions = new List<DeltaAction>(segments.Select(segment => segment.Add));
        foreach (var (lane, sequence) in state.SequencesAfter(memtable))
            actions.Add(new DeltaAction.Transaction(lane.ApplicationId, sequence) { LastUpdated = now });
        return actions;
    }

    /// <summary>
    /// Deletes uploads that lost. Only those that the snapshot doesn't hold: an earlier attempt whose answer was lost may
    /// have committed these very segments.
    /// </summary>
    private async Task DiscardUnusedAsync(IReadOnlyList<UploadedSegment> segments)
    {
        var held = state.Snapshot.FilesByPath;
        var tombstones = state.Snapshot.Tombstones;
        var unused = segments.Where(segment => !held.ContainsKey(segment.Path) && !tombstones.ContainsKey(segment.Path)).Select(segment => segment.Path).ToList();
        if (unused.Count > 0) await uploader.DeleteAsync(unused);
    }
}
