using System.Globalization;
using Granary.Comparison.Generation;
using Granary.Comparison.Reporting;
using Granary.Comparison.Servers;
using Granary.Comparison.Wire;
using Granary.Testing;

namespace Granary.Comparison.Measures;

/// <summary>The twenty queries on Granary, on bare DuckDB over Granary's own segments, and on PostgreSQL, in turn.</summary>
internal sealed class QueryMeasure(PostgresServer postgres, long rows, int rounds)
{
    private static readonly string Copy = $"COPY otel_logs_and_spans ({string.Join(", ", RowGenerator.Columns)}) FROM STDIN";

    public void Run(Report report)
    {
        using var granary = new GranaryServer();
        using var client = granary.Open();
        Load(client, "Granary");
        report.AtMost($"memory of a {rows:N0} row COPY", granary.PeakMemoryBytes / (double)(1 << 30), 3, "GiB");
        postgres.CreateTable(withIndexes: false);
        using var postgresClient = postgres.Open();
        Load(postgresClient, "PostgreSQL");
        postgres.CreateIndexes();

        var segments = new SegmentList(granary.DataDirectory);
        report.AtLeast("text to segments", TextBytes() / (double)segments.Bytes, 5.5, "x");
        Report.Note("segments", $"{segments.Count}");
        using var duckDb = new BareDuckDb();
        duckDb.Query("SET threads = 2");
        duckDb.Query("SET parquet_metadata_cache = true");
        duckDb.Query("SET TimeZone = 'UTC'");

        var (sumGranary, sumFloor) = (0.0, 0.0);
        foreach (var query in BenchmarkQuery.All(rows * 7 / 10))
        {
            var medians = new Medians();
            var floorSql = query.DuckSql.Replace(" FROM T", $" FROM {segments.Source(query.Project, query.From, query.To)}", StringComparison.Ordinal);
            CheckAnswers(report, query, client, postgresClient, duckDb, floorSql);
            for (var round = 0; round < rounds; round++)
            {
                medians.Milliseconds("granary", () => client.Query(query.Sql).Checked());
                medians.Milliseconds("floor", () => duckDb.Count(floorSql));
                if (query.RunsOnPostgres && round < 3) medians.Milliseconds("postgres", () => postgresClient.Query(query.Sql).Checked());
            }

            sumGranary += medians["granary"];
            sumFloor += medians["floor"];
            report.Time(query.Name, medians["granary"], medians["floor"], 1.6, 3);
            if (query.RunsOnPostgres) Report.Note("", $"PostgreSQL {medians["postgres"]:0.00} ms, {medians["postgres"] / medians["granary"]:0.00} times Granary's");
        }

        Report.Note("sum of the queries", $"{sumGranary:0.0} ms, DuckDB {sumFloor:0.0} ms");
    }

    private void Load(WireConnection client, string name)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var stream = new GeneratedRows(0, rows);
        client.CopyIn(Copy, stream).Checked();
        Report.Note($"loading {rows:N0} rows", $"{name}: {clock.Elapsed.TotalSeconds:0.0} s, generated as they go");
    }

    private long TextBytes()
    {
        using var stream = new GeneratedRows(0, Math.Min(rows, 100_000));
        var buffer = new byte[1 << 20];
        long length = 0;
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;) length += read;
        return length * rows / Math.Min(rows, 100_000);
    }

    private static void CheckAnswers(Report report, BenchmarkQuery query, WireConnection granary, WireConnection postgres, BareDuckDb duckDb, string floorSql)
    {
        var answer = granary.Query(query.Sql, keepRows: true).Checked();
        var floor = duckDb.Count(floorSql);
        if (answer.RowCount != floor) report.Condition($"{query.Name}: rows", false, $"{answer.RowCount} / {floor}");
        if (!query.RunsOnPostgres) return;
        var other = postgres.Query(query.Sql, keepRows: true).Checked();
        var difference = Difference([.. answer.Rows.Order(StringComparer.Ordinal)], [.. other.Rows.Order(StringComparer.Ordinal)]);
        if (difference is not null) report.Condition($"{query.Name}: answer", false, difference);
    }

    private static string? Difference(string[] left, string[] right)
    {
        if (left.Length != right.Length) return $"{left.Length} rows, not {right.Length}";
        for (var i = 0; i < left.Length; i++)
        {
            var (a, b) = (left[i].Split('\t'), right[i].Split('\t'));
            for (var j = 0; j < a.Length; j++)
                if (a[j] != b[j] && !Near(a[j], b[j])) return $"'{a[j]}' is not '{b[j]}'";
        }

        return null;
    }

    private static bool Near(string left, string right) =>
        double.TryParse(left, CultureInfo.InvariantCulture, out var a) && double.TryParse(right, CultureInfo.InvariantCulture, out var b)
        && Math.Abs(a - b) <= 1e-9 * Math.Max(Math.Abs(a), Math.Abs(b));
}
