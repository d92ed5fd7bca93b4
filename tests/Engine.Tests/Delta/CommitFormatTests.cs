using System.Text;
using Granary.Engine.Delta;
using Granary.Engine.Delta.Actions;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Tests.Delta;

/// <summary>The bytes of commits are a contract with stored data and other readers.</summary>
public sealed class CommitFormatTests
{
    private readonly DeltaTable _table = new();

    [Fact]
    public void A_new_tables_first_commit_is_the_golden_one() => AssertGolden("create.golden",
    [
        new DeltaAction.CommitInfo(1767614400000, "CREATE TABLE", "nonce0") { EngineInfo = "Granary/0.1.0" },
        .. DeltaActions.CreateTable(DeltaTable.Schema, "table-id", _table.Clock.GetUtcNow()),
    ]);

    [Fact]
    public void A_flushs_commit_is_the_golden_one() => AssertGolden("flush.golden",
    [
        new DeltaAction.CommitInfo(1767614400000, "WRITE", "nonce1") { EngineInfo = "Granary/0.1.0" },
        new DeltaAction.Transaction("default/t", 42) { LastUpdated = 1767614400000 },
        _table.NewSegment("0198-aa", 5, 1, 86_399_999_999, "quote\" back\\slash 雪 \u001f"),
    ]);

    [Fact]
    public void A_compactions_commit_is_the_golden_one() => AssertGolden("compaction.golden",
    [
        new DeltaAction.CommitInfo(1767614400000, "OPTIMIZE", "nonce2"),
        new DeltaAction.Remove("date=2026-01-05/a b%.parquet", 1767614400000, DataChange: false)
        {
            SizeInBytes = 12,
            PartitionValues = new Dictionary<string, string?> { ["date"] = "2026-01-05", ["other"] = null },
        },
        _table.NewSegment("0198-bb", 5, 0, 1, "n") with { DataChange = false },
    ]);

    [Fact]
    public void Every_action_reads_back_as_it_was()
    {
        List<DeltaAction> actions =
        [
            new DeltaAction.CommitInfo(1, "WRITE", "n") { EngineInfo = "e" },
            new DeltaAction.Protocol(3, 7) { ReaderFeatures = ["a"], WriterFeatures = ["a", "b"] },
            _table.NewSegment() with { Tags = new Dictionary<string, string> { ["k"] = "v" }, Path = "x y/é%.parquet" },
            new DeltaAction.Transaction("a\"pp", long.MaxValue),
            new DeltaAction.Remove("p", 5, true),
        ];
        var bytes = ActionWriter.Write(actions);
        Assert.Equal(bytes, ActionWriter.Write(ActionReader.Read(bytes)));
    }

    public static TheoryData<string> BuiltIns => new(BuiltInTables.All.Select(schema => schema.Name));

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public void A_built_in_tables_schema_round_trips_and_needs_no_newer_reader(string name)
    {
        var schema = BuiltInTables.Find(name)!;
        AssertRoundTrip(schema);
        Assert.Equal(new DeltaAction.Protocol(1, 2), DeltaSchema.ProtocolFor(schema));
    }

    [Fact]
    public void Every_type_round_trips_exactly()
    {
        DataType[] types =
        [
            DataType.Boolean, DataType.Int16, DataType.Int32, DataType.Int64, DataType.Float32, DataType.Float64,
            DataType.Numeric(38, 9), DataType.Numeric(5, 0), DataType.Text, DataType.Varchar(), DataType.Varchar(20), DataType.Bytea,
            DataType.Uuid, DataType.Date, DataType.Time, DataType.Timestamp, DataType.TimestampTz, DataType.Interval,
            DataType.Json, DataType.Jsonb,
        ];
        types = [.. types, .. types.Select(DataType.Array), .. types.Select(type => DataType.Array(DataType.Array(type)))];
        AssertRoundTrip(new TableSchema("every type", [.. types.Select((type, i) => new ColumnDefinition($"c {i}\"", type, i % 2 == 0))])
        {
            TimeColumn = "c 16\"",
            DateColumn = "c 13\"",
            IdColumns = ["c 8\"", "a,b"],
        });
    }

    [Fact]
    public void A_plain_timestamp_asks_readers_for_the_feature_that_it_needs()
    {
        var protocol = DeltaSchema.ProtocolFor(new TableSchema("t", [new("x", DataType.Array(DataType.Timestamp))]));
        Assert.Equal((3, 7), (protocol.MinReaderVersion, protocol.MinWriterVersion));
        Assert.Equal(["timestampNtz"], protocol.ReaderFeatures);
    }

    private static void AssertRoundTrip(TableSchema schema)
    {
        var metadata = DeltaSchema.ToMetadata(schema, "id", DateTimeOffset.UnixEpoch);
        var read = DeltaSchema.FromMetadata((DeltaAction.Metadata)ActionReader.Read(ActionWriter.Write([metadata])).Single());
        Assert.Equal(schema.Name, read.Name);
        Assert.Equal(schema.Columns, read.Columns);
        Assert.Equal(
            (schema.TimeColumn, schema.DateColumn, schema.ProjectColumn), (read.TimeColumn, read.DateColumn, read.ProjectColumn));
        Assert.Equal(schema.IdColumns, read.IdColumns);
    }

    private static void AssertGolden(string name, IReadOnlyList<DeltaAction> actions)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Delta", "Golden", name);
        var written = Encoding.UTF8.GetString(ActionWriter.Write(actions));
        if (Environment.GetEnvironmentVariable("GRANARY_WRITE_GOLDEN") is { } folder) File.WriteAllText(Path.Combine(folder, name), written);
        else Assert.Equal(File.ReadAllText(path), written);
    }
}
