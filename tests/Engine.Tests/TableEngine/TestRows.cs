using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Tests.TableEngines;

/// <summary>A small table and rows for it: each row is known by its id.</summary>
internal static class TestRows
{
    public static readonly TableId Table = new(new ProjectId("p"), "events");

    public static readonly TableSchema Schema = new("events",
    [
        new ColumnDefinition("timestamp", DataType.TimestampTz, IsNullable: false),
        new ColumnDefinition("date", DataType.Date, IsNullable: false),
        new ColumnDefinition("id", DataType.Int64, IsNullable: false),
        new ColumnDefinition("body", DataType.Text),
        new ColumnDefinition("project_id", DataType.Text),
    ]);

    /// <summary>Rows of consecutive ids; each lies some days before a day, as told by its id.</summary>
    public static ColumnBatch Batch(long firstId, int count, DateTimeOffset now, Func<long, int>? daysBefore = null, string? body = null)
    {
        var builder = new BatchBuilder(Schema);
        for (var id = firstId; id < firstId + count; id++)
        {
            var time = now.AddDays(-(daysBefore?.Invoke(id) ?? 0)).AddMilliseconds(id % 1000);
            builder.Columns[0].Append((time - DateTimeOffset.UnixEpoch).Ticks / 10);
            builder.Columns[1].Append((int)((time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerDay));
            builder.Columns[2].Append(id);
            if (body is null) builder.Columns[3].AppendNull();
            else builder.Columns[3].AppendBytes(System.Text.Encoding.UTF8.GetBytes(body));
            builder.Columns[4].AppendBytes("p"u8);
            builder.EndRow();
        }

        return builder.ToBatch();
    }

    public static AppendRequest Request(params ColumnBatch[] batches) => new(batches);
}
