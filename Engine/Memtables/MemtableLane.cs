using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Memtables;

/// <summary>
/// The rows of one lane that are not in the snapshot: sealed memtables, oldest first, and the active one. Runs on the
/// table's turn.
/// </summary>
internal sealed class MemtableLane(RowLane lane, string applicationId, TableSchema schema, TimeProvider time)
{
    private readonly List<Memtable> _sealed = [];
    private Memtable? _active;

    public RowLane Lane { get; } = lane;

    /// <summary>The name under which commits say how far the lane has come (Delta's txn).</summary>
    public string ApplicationId { get; } = applicationId;

    public Memtable? Active => _active;

    /// <summary>The memtable to flush next, or null.</summary>
    public Memtable? OldestSealed => _sealed.Count > 0 ? _sealed[0] : null;

    public bool IsEmpty => _active is null && _sealed.Count == 0;

    /// <summary>The first sequence that has rows here, or null when there are none.</summary>
    public long? FirstSequence => OldestSealed?.FirstSequence ?? _active?.FirstSequence;

    /// <summary>The same when one sealed memtable is thought away.</summary>
    public long? FirstSequenceAfter(Memtable flushed) =>
        _sealed.Find(memtable => memtable != flushed)?.FirstSequence ?? _active?.FirstSequence;

    public long RowCount => _sealed.Sum(memtable => memtable.RowCount) + (_active?.RowCount ?? 0);

    public long SizeInBytes => _sealed.Sum(memtable => memtable.SizeInBytes) + (_active?.SizeInBytes ?? 0);

    public void Append(ColumnBatch batch, long sequence, long chargedBytes) =>
        (_active ??= new Memtable(schema, time.GetTimestamp())).Append(batch, sequence, chargedBytes);

    /// <summary>Ends the active memtable: later rows go into another.</summary>
    public void Seal()
    {
        if (_active is null) return;
        _sealed.Add(_active);
        _active = null;
    }

    public void CopyViewsTo(List<ColumnBatch> views)
    {
        foreach (var memtable in _sealed) memtable.CopyViewsTo(views);
        _active?.CopyViewsTo(views);
    }

    /// <summary>Drops all rows up to a sequence: they are in the snapshot that is installed in this very step.</summary>
    /// <returns>The bytes that the ingest memory gets back.</returns>
    public long DropThrough(long sequence)
    {
        long freed = 0;
        while (_sealed.Count > 0 && _sealed[0].FirstSequence <= sequence)
        {
            if (_sealed[0].LastSequence > sequence)
            {
                _sealed[0] = _sealed[0].After(sequence);
                return freed;
            }

            freed += _sealed[0].ChargedBytes;
            _sealed.RemoveAt(0);
        }

        if (_sealed.Count > 0 || _active is null || _active.FirstSequence > sequence) return freed;
        if (_active.LastSequence > sequence)
        {
            _active = _active.After(sequence);
            return freed;
        }

        freed += _active.ChargedBytes;
        _active = null;
        return freed;
    }
}
