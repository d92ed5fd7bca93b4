using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Granary.Engine.Delta.Actions;
using Granary.Engine.Segments;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Delta;

/// <summary>
/// Applies a commit or a log checkpoint to a snapshot and checks what must hold: the same rules before a write and after a
/// read. A violated rule is told by <see cref="SnapshotRuleException"/>; the caller knows which object, or whose bug, it is.
/// </summary>
internal sealed class SnapshotBuilder
{
    private readonly DeltaSnapshot _basis;
    private readonly ImmutableDictionary<string, DeltaFile>.Builder _files;
    private readonly ImmutableDictionary<string, DeltaAction.Remove>.Builder _tombstones;
    private readonly ImmutableDictionary<string, DeltaAction.Transaction>.Builder _transactions;
    private DeltaAction.Protocol? _protocol;
    private DeltaAction.Metadata? _metadata;
    private TableSchema? _schema;

    private SnapshotBuilder(DeltaSnapshot basis)
    {
        _basis = basis;
        _files = basis.FilesByPath.ToBuilder();
        _tombstones = basis.Tombstones.ToBuilder();
        _transactions = basis.Transactions.ToBuilder();
        (_protocol, _metadata, _schema) = (basis.Protocol, basis.Metadata, basis.Schema);
    }

    /// <summary>The snapshot after one more commit.</summary>
    public static DeltaSnapshot Advance(
        DeltaSnapshot basis, long version, IReadOnlyList<DeltaAction> actions, long confirmedAt)
    {
        if (version != basis.Version + 1)
            throw new SnapshotRuleException($"version {version} does not follow version {basis.Version}.");
        return new SnapshotBuilder(basis).Apply(version, actions, confirmedAt);
    }

    /// <summary>The snapshot that a log checkpoint holds.</summary>
    public static DeltaSnapshot FromLogCheckpoint(long version, IReadOnlyList<DeltaAction> actions, long confirmedAt) =>
        new SnapshotBuilder(DeltaSnapshot.Empty).Apply(version, actions, confirmedAt);

    private DeltaSnapshot Apply(long version, IReadOnlyList<DeltaAction> actions, long confirmedAt)
    {
        // the schema first: statistics are read by it, and a log checkpoint has no order
        foreach (var action in actions) ApplyDeclaration(action);
        if (_protocol is null || _schema is null)
            throw new SnapshotRuleException("the table's protocol and metadata are missing.");
        ProtocolRules.RequireReadable(_protocol, _metadata!);
        foreach (var action in actions) ApplyContent(action);
        return new DeltaSnapshot
        {
            Version = version,
            Protocol = _protocol,
            Metadata = _metadata,
            Schema = _schema,
            FilesByPath = _files.ToImmutable(),
            Tombstones = _tombstones.ToImmutable(),
            Transactions = _transactions.ToImmutable(),
            ConfirmedAt = confirmedAt,
        };
    }

    private void ApplyDeclaration(DeltaAction action)
    {
        if (action is DeltaAction.Protocol protocol) _protocol = protocol;
        if (action is not DeltaAction.Metadata metadata) return;
        _metadata = metadata;
        try
        {
            _schema = DeltaSchema.FromMetadata(metadata);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException
            or ArgumentException or FormatException)
        {
            throw new SnapshotRuleException($"the table's schema can't be read: {exception.Message}");
        }
    }

    private void ApplyContent(DeltaAction action)
    {
        switch (action)
        {
            case DeltaAction.Add add:
                ApplyAdd(add);
                break;
            case DeltaAction.Remove remove:
                // protocol: a path that isn't live may be removed
                _files.Remove(remove.Path);
                _tombstones[remove.Path] = remove;
                break;
            case DeltaAction.Transaction transaction:
                _transactions[transaction.AppId] = transaction;
                break;
        }
    }

    private void ApplyAdd(DeltaAction.Add add)
    {
        // a live path may be described anew (statistics, tags) but not bring the same rows a second time
        if (add.DataChange && _files.ContainsKey(add.Path))
            throw new SnapshotRuleException($"\"{add.Path}\" is added although it is live.");
        if (add.HasDeletionVector)
            throw DeltaErrors.Unsupported($"rows of \"{add.Path}\" are deleted by a deletion vector.");
        if (add.Path.StartsWith('/') || add.Path.Contains("://", StringComparison.Ordinal) || add.Path.Split('/').Contains(".."))
            throw DeltaErrors.Unsupported($"\"{add.Path}\" lies outside of the table's own directory.");
        if (add.SizeInBytes < 0) throw new SnapshotRuleException($"\"{add.Path}\" has a negative size.");
        _tombstones.Remove(add.Path);
        _files[add.Path] = ToFile(add);
    }

    private DeltaFile ToFile(DeltaAction.Add add)
    {
        var statistics = ReadStatistics(add);
        var date = ReadDate(add);
        if (date is { } day) RequireDate(add.Path, day, statistics);
        return new DeltaFile(add.Path, add.SizeInBytes, add.ModificationTime, date, statistics)
        {
            PartitionValues = add.PartitionValues,
            Tags = add.Tags,
            NewestTime = Find(statistics, _schema!.TimeColumn)?.Max as long? ?? EndOf(date),
        };
    }

    private SegmentStatistics? ReadStatistics(DeltaAction.Add add)
    {
        try
        {
            return StatisticsJson.Read(add.Stats, _schema!);
        }
        catch (JsonException exception)
        {
            throw new SnapshotRuleException($"the statistics of \"{add.Path}\" can't be read: {exception.Message}");
        }
    }

    private DateOnly? ReadDate(DeltaAction.Add add)
    {
        if (!add.PartitionValues.TryGetValue(_schema!.DateColumn, out var text) || string.IsNullOrEmpty(text)) return null;
        var index = _schema.IndexOf(_schema.DateColumn);
        if (index >= 0 && _schema.ColumnTypes[index].Kind != TypeKind.Date) return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new SnapshotRuleException($"\"{add.Path}\" has the date \"{text}\".");
    }

    private void RequireDate(string path, DateOnly date, SegmentStatistics? statistics)
    {
        var days = (long)(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
        var column = Find(statistics, _schema!.DateColumn);
        if ((column?.Min is long min && min != days) || (column?.Max is long max && max != days))
            throw new SnapshotRuleException($"\"{path}\" has the date {date:yyyy-MM-dd}, but rows of other days.");
    }

    private static long EndOf(DateOnly? date) => date is { } day
        ? (day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + 1) * 86_400_000_000L
        : long.MaxValue;

    private static ColumnStatistics? Find(SegmentStatistics? statistics, string name) =>
        statistics?.Columns.FirstOrDefault(column => column.Name == name);
}
