using Granary.Engine.Delta;
using Granary.Engine.Memtables;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine;

/// <summary>
/// A table's rows as queries see them: the snapshot and the tail. Runs on the table's turn. Its one invariant is promise 3:
/// a row is in the tail until the very step in which a snapshot that holds it is installed, by
/// <see cref="Install"/>, which goes by the snapshot's own word on how far each lane has come. So it doesn't matter who made
/// the commit: this attempt, an earlier one whose answer was lost, or an owner before us.
/// </summary>
internal sealed class TableState
{
    private readonly Action<long> _releaseLog;
    private readonly MemoryHolder _memory;

    public TableState(TableId table, TableSchema schema, Action<long> releaseLog, MemoryHolder memory, TimeProvider time)
    {
        (Table, Schema, _releaseLog, _memory) = (table, schema, releaseLog, memory);
        Hot = new MemtableLane(RowLane.Hot, $"granary/{table.GrainKey}/hot", schema, time);
        Late = new MemtableLane(RowLane.Late, $"granary/{table.GrainKey}/late", schema, time);
        Lanes = [Hot, Late];
    }

    public TableId Table { get; }

    public TableSchema Schema { get; }

    public MemtableLane Hot { get; }

    public MemtableLane Late { get; }

    public IReadOnlyList<MemtableLane> Lanes { get; }

    public AppendOrder Order { get; } = new();

    public DeltaSnapshot Snapshot { get; private set; } = DeltaSnapshot.Empty;

    /// <summary>The last sequence of a lane that the snapshot holds, or -1.</summary>
    public long CommittedSequence(MemtableLane lane) => Snapshot.TransactionVersion(lane.ApplicationId);

    /// <summary>Makes a snapshot the current one and drops from the tail what it holds, in one step.</summary>
    public void Install(DeltaSnapshot snapshot)
    {
        if (snapshot.Version < Snapshot.Version) return;
        Snapshot = snapshot;
        foreach (var lane in Lanes) _memory.Return(lane.DropThrough(CommittedSequence(lane)));
        ReleaseLog();
    }

    /// <summary>
    /// How far each lane has come once the oldest sealed memtable of one of them is committed: up to before its first row
    /// that is left, or to the last row applied when none is.
    /// </summary>
    public IEnumerable<(MemtableLane Lane, long Sequence)> SequencesAfter(Memtable flushed)
    {
        foreach (var lane in Lanes)
        {
            var sequence = (lane.FirstSequenceAfter(flushed) ?? Order.LastApplied + 1) - 1;
            // pair assertion with the replay, which skips everything up to here
            if (flushed == lane.OldestSealed && sequence < flushed.LastSequence)
                throw new InvalidOperationException($"{Table}: a commit would say {sequence} for rows up to {flushed.LastSequence}");
            if (sequence > CommittedSequence(lane)) yield return (lane, sequence);
        }
    }

    /// <summary>The rows that are not in the snapshot.</summary>
    public IReadOnlyList<ColumnBatch> Tail()
    {
        var views = new List<ColumnBatch>();
        foreach (var lane in Lanes) lane.CopyViewsTo(views);
        return views;
    }

    /// <summary>Lets the log forget what is committed in all lanes.</summary>
    private void ReleaseLog()
    {
        var released = Order.LastApplied;
        foreach (var lane in Lanes)
            if (lane.FirstSequence is { } first) released = Math.Min(released, first - 1);
        if (released > 0) _releaseLog(released);
    }
}
