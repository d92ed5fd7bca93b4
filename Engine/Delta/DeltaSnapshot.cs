using System.Collections.Immutable;
using Granary.Engine.Delta.Actions;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Delta;

/// <summary>
/// A table's whole state at one version; never changes. The next one is made from the next commit's own actions, so that
/// its cost doesn't grow with the table.
/// </summary>
internal sealed class DeltaSnapshot
{
    private readonly Lazy<IReadOnlyList<DeltaFile>> _newestFirst;

    internal DeltaSnapshot() => _newestFirst = new Lazy<IReadOnlyList<DeltaFile>>(SortFiles);

    private DeltaSnapshot(DeltaSnapshot same, long confirmedAt)
    {
        _newestFirst = same._newestFirst;
        (Version, Protocol, Metadata, Schema) = (same.Version, same.Protocol, same.Metadata, same.Schema);
        (FilesByPath, Transactions, Tombstones) = (same.FilesByPath, same.Transactions, same.Tombstones);
        ConfirmedAt = confirmedAt;
    }

    /// <summary>The table before its first commit.</summary>
    public static DeltaSnapshot Empty { get; } = new();

    /// <summary>The version; -1 before the first commit.</summary>
    public long Version { get; internal init; } = -1;

    public DeltaAction.Protocol? Protocol { get; internal init; }

    public DeltaAction.Metadata? Metadata { get; internal init; }

    /// <summary>The columns; null before the first commit.</summary>
    public TableSchema? Schema { get; internal init; }

    public ImmutableDictionary<string, DeltaFile> FilesByPath { get; internal init; } =
        ImmutableDictionary.Create<string, DeltaFile>(StringComparer.Ordinal);

    /// <summary>How far each writer has come, by its id.</summary>
    public ImmutableDictionary<string, DeltaAction.Transaction> Transactions { get; internal init; } =
        ImmutableDictionary.Create<string, DeltaAction.Transaction>(StringComparer.Ordinal);

    /// <summary>Removed segments that older readers may still read.</summary>
    public ImmutableDictionary<string, DeltaAction.Remove> Tombstones { get; internal init; } =
        ImmutableDictionary.Create<string, DeltaAction.Remove>(StringComparer.Ordinal);

    /// <summary>The live segments, newest rows first.</summary>
    public IReadOnlyList<DeltaFile> Files => _newestFirst.Value;

    /// <summary>When the log was last seen to end here, by the clock that ages snapshots (see <see cref="DeltaLog"/>).</summary>
    internal long ConfirmedAt { get; init; }

    /// <summary>The last version of a writer's work that is in, or -1.</summary>
    public long TransactionVersion(string appId) => Transactions.TryGetValue(appId, out var found) ? found.Version : -1;

    /// <summary>The same state, seen again to be the log's end.</summary>
    internal DeltaSnapshot Confirm(long confirmedAt) => new(this, confirmedAt);

    private List<DeltaFile> SortFiles()
    {
        var files = FilesByPath.Values.ToList();
        files.Sort(static (left, right) =>
        {
            var byTime = right.NewestTime.CompareTo(left.NewestTime);
            return byTime != 0 ? byTime : string.CompareOrdinal(left.Path, right.Path);
        });
        return files;
    }
}
