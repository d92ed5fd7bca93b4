using Granary.Engine.Delta;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;

namespace Granary.Engine.Tests.Delta;

/// <summary>Logs of other writers, as Spark, delta-rs and older versions write them.</summary>
public sealed class DownlevelLogTests
{
    private const string Schema =
        """{\"type\":\"struct\",\"fields\":[{\"name\":\"date\",\"type\":\"date\",\"nullable\":true,\"metadata\":{}},{\"name\":\"timestamp\",\"type\":\"timestamp\",\"nullable\":true,\"metadata\":{}},{\"name\":\"hashes\",\"type\":{\"type\":\"array\",\"elementType\":\"string\",\"containsNull\":true},\"nullable\":true,\"metadata\":{}},{\"name\":\"n\",\"type\":\"decimal(10,2)\",\"nullable\":false,\"metadata\":{\"comment\":\"x\"}}]}""";

    private const string Create =
        """{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}""" + "\n"
        + """{"metaData":{"id":"5fba94ed-9794-4965-ba6e-6ee3c0d22af9","name":null,"description":null,"format":{"provider":"parquet","options":{}},"schemaString":"SCHEMA","partitionColumns":["date"],"createdTime":1587968585495,"configuration":{"delta.appendOnly":"true"},"newField":[1,2]}}""" + "\n"
        + """{"domainMetadata":{"domain":"x","configuration":"{}","removed":false}}""" + "\n";

    private readonly DeltaTable _table = new();

    [Fact]
    public async Task A_log_of_spark_is_read()
    {
        await _table.PutCommitAsync(0, Create.Replace("SCHEMA", Schema, StringComparison.Ordinal)
            + """{"add":{"path":"date=2021-03-04/part-00000-%20x.snappy.parquet","partitionValues":{"date":"2021-03-04"},"size":123,"modificationTime":1587968586000,"dataChange":true,"stats":"{\"numRecords\":2,\"minValues\":{\"timestamp\":\"2021-03-04T01:02:03.004Z\",\"n\":-0.05,\"gone\":1},\"maxValues\":{\"timestamp\":\"2021-03-04T01:02:03.004Z\",\"n\":12},\"nullCount\":{\"timestamp\":0,\"nested\":{\"a\":1}}}","clusteringProvider":"y"}}""" + "\r\n\n"
            + """{"add":{"path":"date=__HIVE_DEFAULT_PARTITION__/b.parquet","partitionValues":{"date":null},"size":5,"modificationTime":1,"dataChange":true}}""");
        await _table.PutCommitAsync(1, """{"remove":{"path":"never-there","deletionTimestamp":1,"dataChange":true}}""");
        var snapshot = await _table.Log.LoadAsync(default);
        Assert.Equal(1, snapshot.Version);
        Assert.Equal([DataType.Date, DataType.TimestampTz, DataType.Array(DataType.Text), DataType.Numeric(10, 2)], snapshot.Schema!.ColumnTypes);
        var file = snapshot.FilesByPath["date=2021-03-04/part-00000- x.snappy.parquet"];
        Assert.Equal(new DateOnly(2021, 3, 4), file.Date);
        Assert.Equal(2, file.Statistics!.RowCount);
        var time = file.Statistics.Columns.Single(column => column.Name == "timestamp");
        // Spark cuts microseconds off: the upper bound must hold what was cut
        Assert.Equal(1614819723004000L, time.Min);
        Assert.Equal(1614819723004999L, time.Max);
        var number = file.Statistics.Columns.Single(column => column.Name == "n");
        Assert.Equal(((Int128)(-5), (Int128)1200), ((Int128)number.Min!, (Int128)number.Max!));
        Assert.Null(snapshot.FilesByPath["date=__HIVE_DEFAULT_PARTITION__/b.parquet"].Statistics);
        Assert.Equal(2, SegmentPruning.Select(snapshot, [new PruningRange("timestamp", 0L, long.MaxValue)]).Count);
        Assert.Single(SegmentPruning.Select(snapshot, [new PruningRange("timestamp", 0L, 1L)]));
    }

    [Theory]
    [InlineData("""{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],"writerFeatures":["deletionVectors"]}}""", "deletionVectors")]
    [InlineData("""{"protocol":{"minReaderVersion":4,"minWriterVersion":7}}""", "reader version 4")]
    [InlineData("""{"add":{"path":"s3://other/b.parquet","partitionValues":{},"size":5,"modificationTime":1,"dataChange":true}}""", "outside")]
    [InlineData("""{"add":{"path":"a/../../b.parquet","partitionValues":{},"size":5,"modificationTime":1,"dataChange":true}}""", "outside")]
    [InlineData("""{"add":{"path":"b.parquet","partitionValues":{},"size":5,"modificationTime":1,"dataChange":true,"deletionVector":{"storageType":"u"}}}""", "deletion vector")]
    public async Task What_would_be_read_wrongly_is_refused_with_a_sentence(string line, string said)
    {
        await _table.PutCommitAsync(0, Create.Replace("SCHEMA", Schema, StringComparison.Ordinal));
        await _table.PutCommitAsync(1, line);
        var exception = await Assert.ThrowsAsync<GranaryException>(() => _table.Log.LoadAsync(default));
        Assert.Equal(ErrorKind.Unsupported, exception.Kind);
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_with_newer_writers_rules_is_read_but_not_written()
    {
        await _table.PutCommitAsync(0, Create.Replace("SCHEMA", Schema, StringComparison.Ordinal)
            .Replace("\"minWriterVersion\":2", "\"minWriterVersion\":4", StringComparison.Ordinal));
        var snapshot = await _table.Log.LoadAsync(default);
        var exception = Assert.Throws<GranaryException>(() => _table.Log.Prepare(snapshot, "WRITE", []));
        Assert.Equal(ErrorKind.Unsupported, exception.Kind);
    }

    [Fact]
    public async Task A_schema_with_a_type_that_we_lack_names_the_column()
    {
        await _table.PutCommitAsync(0, Create.Replace(
            "SCHEMA", Schema.Replace("decimal(10,2)", "variant", StringComparison.Ordinal), StringComparison.Ordinal));
        var exception = await Assert.ThrowsAsync<GranaryException>(() => _table.Log.LoadAsync(default));
        Assert.Contains("\"n\"", exception.Message, StringComparison.Ordinal);
    }
}
