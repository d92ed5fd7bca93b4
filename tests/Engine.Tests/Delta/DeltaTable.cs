using System.Text;
using Granary.Engine.Delta;
using Granary.Engine.Delta.Actions;
using Granary.Engine.ObjectStores;
using Granary.Engine.Segments;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;
using Granary.Testing.ObjectStores;

namespace Granary.Engine.Tests.Delta;

/// <summary>A table's log over memory, with a clock that the test moves and faults that it plans.</summary>
internal sealed class DeltaTable
{
    public static readonly TableSchema Schema = new("t",
    [
        new("date", DataType.Date, IsNullable: false) { Default = ColumnDefault.DateOfTime },
        new("timestamp", DataType.TimestampTz, IsNullable: false),
        new("name", DataType.Text),
        new("value", DataType.Float64),
    ])
    { IdColumns = ["name"] };

    private int _segmentCount;

    public DeltaTable(ILogCheckpointFormat? format = null)
    {
        Memory = new InMemoryObjectStore(Clock);
        Store = new FailingObjectStore(Memory);
        Format = format ?? new JsonLogCheckpointFormat();
        Log = new DeltaLog(Store, Paths, Format, Options, Clock);
        Maintenance = new LogMaintenance(Store, Paths, Format, Options, Clock);
    }

    public ManualClock Clock { get; } = new();

    public InMemoryObjectStore Memory { get; }

    public FailingObjectStore Store { get; }

    public ILogCheckpointFormat Format { get; }

    public DeltaLogOptions Options { get; } = new();

    public TablePaths Paths { get; } = new ObjectPaths("p").ForTable(new TableId(ProjectId.Default, "t"));

    public DeltaLog Log { get; }

    public LogMaintenance Maintenance { get; }

    /// <summary>Another process on the same objects, without faults.</summary>
    public DeltaLog OtherLog() => new(Memory, Paths, Format, Options, Clock);

    public async Task<DeltaSnapshot> CreateAsync()
    {
        var actions = DeltaActions.CreateTable(Schema, "table-id", Clock.GetUtcNow());
        return await CommitAsync(DeltaSnapshot.Empty, actions);
    }

    public async Task<DeltaSnapshot> CommitAsync(DeltaSnapshot basis, IReadOnlyList<DeltaAction> actions)
    {
        var outcome = await Log.CommitAsync(Log.Prepare(basis, "WRITE", actions), default);
        return Assert.IsType<CommitOutcome.Committed>(outcome).Snapshot;
    }

    public DeltaAction.Add NewSegment(int day = 5, long fromMicroseconds = 0, long toMicroseconds = 1000, string name = "n") =>
        NewSegment($"s{_segmentCount++:D6}", day, fromMicroseconds, toMicroseconds, name);

    public DeltaAction.Add NewSegment(string id, int day, long fromMicroseconds, long toMicroseconds, string name)
    {
        var date = new DateOnly(2026, 1, day);
        long days = date.DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        var midnight = days * 86_400_000_000;
        var statistics = new SegmentStatistics(10,
        [
            new("date", DataType.Date, 0, days, days),
            new("timestamp", DataType.TimestampTz, 0, midnight + fromMicroseconds, midnight + toMicroseconds),
            new("name", DataType.Text, 3, name, name + "z"),
            new("value", DataType.Float64, 0, -1.5, 2.25),
        ]);
        var path = TablePaths.Segment(date, id);
        return DeltaActions.Add(Schema, path, date, new WrittenSegment("", 4321, statistics), Clock.GetUtcNow(), isNewData: true);
    }

    public Task PutCommitAsync(long version, string lines) =>
        Memory.PutAsync(Paths.Commit(version), ObjectBody.FromMemory(Encoding.UTF8.GetBytes(lines)), default);
}
