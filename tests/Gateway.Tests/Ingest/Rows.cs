using System.Text;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Gateway.Tests.Ingest;

/// <summary>Makes small rows of otel_logs_and_spans.</summary>
internal static class Rows
{
    /// <summary>2026-01-05 in days since 1970.</summary>
    public const int Day = 20458;

    public static ColumnBatch Of(int count, Func<int, string?> project, bool hasIds = true) => Builder(count, project, hasIds).ToBatch();

    public static BatchBuilder Builder(int count, Func<int, string?> project, bool hasIds = true)
    {
        var batch = new BatchBuilder(["timestamp", "id", "project_id", "name"], [DataType.TimestampTz, DataType.Text, DataType.Text, DataType.Text]);
        Fill(batch, count, project, hasIds);
        return batch;
    }

    public static void Fill(BatchBuilder batch, int count, Func<int, string?> project, bool hasIds = true)
    {
        for (var row = 0; row < count; row++)
        {
            batch.Columns[0].Append(Day * 86_400_000_000L);
            if (hasIds) batch.Columns[1].AppendBytes(Encoding.UTF8.GetBytes($"id-{row}"));
            else batch.Columns[1].AppendNull();
            if (project(row) is { } name) batch.Columns[2].AppendBytes(Encoding.UTF8.GetBytes(name));
            else batch.Columns[2].AppendNull();
            batch.Columns[3].AppendBytes("GET /some/route/or/other"u8);
            batch.EndRow();
        }
    }
}
