using Granary.Comparison.Generation;

namespace Granary.Comparison.Measures;

/// <summary>One of the twenty queries: PostgreSQL's text for both servers, DuckDB's for the floor, and what prunes its segments.</summary>
internal sealed record BenchmarkQuery(string Name, string Sql, string DuckSql, string? Project = null, DateTime? From = null, DateTime? To = null)
{
    /// <summary>Whether PostgreSQL has the functions for it.</summary>
    public bool RunsOnPostgres { get; init; } = true;

    private const string Table = "otel_logs_and_spans";
    private static readonly DateTime Day = new(2026, 1, 6, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Hour = Day.AddHours(12);

    /// <summary>All queries over rows of at least two days; the row with the given number is looked up.</summary>
    public static IReadOnlyList<BenchmarkQuery> All(long row)
    {
        var (project, id, trace, timestamp) = RowGenerator.Identity(row);
        var largest = RowGenerator.ProjectName(0);
        var columns = string.Join(", ", RowGenerator.Columns);
        var own = DateTime.UnixEpoch.AddTicks(timestamp * 10);
        var ownHour = new DateTime(own.Year, own.Month, own.Day, own.Hour, 0, 0, DateTimeKind.Utc);
        return
        [
            Of("01_count_by_minute_1h", "SELECT date_trunc('minute', timestamp) AS minute, count(*) FROM T WHERE @ GROUP BY 1 ORDER BY 1", largest, Hour, 1),
            Of("02_top10_names_errrate_24h", "SELECT name, count(*) AS n, count(*) FILTER (WHERE status_code = 'ERROR') AS errors FROM T WHERE @ GROUP BY name ORDER BY n DESC, name LIMIT 10", largest, Day, 24),
            Of("03_pctl_per_route_24h_exact", "SELECT attributes___url___path, percentile_cont(0.5) WITHIN GROUP (ORDER BY duration), percentile_cont(0.95) WITHIN GROUP (ORDER BY duration), percentile_cont(0.99) WITHIN GROUP (ORDER BY duration) FROM T WHERE @ AND duration IS NOT NULL GROUP BY 1 ORDER BY 1", largest, Day, 24),
            Of("03b_pctl_per_route_24h_approx", "SELECT attributes___url___path, approx_percentile(0.95, percentile_agg(duration::double precision)) FROM T WHERE @ AND duration IS NOT NULL GROUP BY 1 ORDER BY 1", largest, Day, 24,
                "SELECT attributes___url___path, approx_quantile(duration::DOUBLE, 0.95) FROM T WHERE @ AND duration IS NOT NULL GROUP BY 1 ORDER BY 1") with { RunsOnPostgres = false },
            Of("04_last100_project_unbounded", $"SELECT {columns} FROM T WHERE @ ORDER BY timestamp DESC LIMIT 100", largest, null, 0),
            Of("04b_last100_project_1h", $"SELECT {columns} FROM T WHERE @ ORDER BY timestamp DESC LIMIT 100", largest, Hour, 1),
            Of("05_trace_lookup_unbounded", $"SELECT {columns} FROM T WHERE context___trace_id = '{trace}' ORDER BY timestamp", null, null, 0),
            Of("05b_trace_lookup_project_1h", $"SELECT {columns} FROM T WHERE @ AND context___trace_id = '{trace}' ORDER BY timestamp", project, ownHour, 1),
            Of("06_ilike_body_24h", "SELECT count(*) FROM T WHERE @ AND body::text ILIKE '%WAREHOUSE after 17%'", largest, Day, 24,
                "SELECT count(*) FROM T WHERE @ AND contains(lower(body), 'warehouse after 17')"),
            Of("06b_ilike_body_all", "SELECT count(*) FROM T WHERE body::text ILIKE '%WAREHOUSE after 17%'", null, null, 0,
                "SELECT count(*) FROM T WHERE contains(lower(body), 'warehouse after 17')"),
            Of("07_distinct_users_24h", "SELECT count(DISTINCT attributes___user___id) FROM T WHERE @", largest, Day, 24),
            Of("08_count_all", "SELECT count(*) FROM T", null, null, 0),
            Of("08b_full_scan_sum", "SELECT sum(duration), sum(message_size_bytes) FROM T", null, null, 0),
            Of("09_minute_service_24h", "SELECT date_trunc('minute', timestamp) AS minute, resource___service___name, count(*) FROM T WHERE @ GROUP BY 1, 2 ORDER BY 1, 2", largest, Day, 24),
            Of("10_json_filter_24h", "SELECT count(*) FROM T WHERE @ AND attributes->>'plan' = 'team'", largest, Day, 24,
                "SELECT count(*) FROM T WHERE @ AND (attributes->>'plan') = 'team'"),
            Of("11_point_by_id_unbounded", $"SELECT {columns} FROM T WHERE id = '{id}'", null, null, 0),
            Of("11b_point_by_id_project_1h", $"SELECT {columns} FROM T WHERE @ AND id = '{id}'", project, ownHour, 1),
            Of("12_hash_contains_24h", "SELECT count(*) FROM T WHERE @ AND 'pat:7e0b655e' = ANY(hashes)", largest, Day, 24,
                "SELECT count(*) FROM T WHERE @ AND list_contains(hashes, 'pat:7e0b655e')"),
            Of("13_group_project_level_all", "SELECT project_id, level, count(*) FROM T GROUP BY 1, 2 ORDER BY 1, 2", null, null, 0),
            Of("14_last50_errors_24h", "SELECT timestamp, name, status_message, id FROM T WHERE @ AND status_code = 'ERROR' ORDER BY timestamp DESC LIMIT 50", largest, Day, 24),
        ];
    }

    private static BenchmarkQuery Of(string name, string sql, string? project, DateTime? from, int hours, string? duckSql = null)
    {
        var to = from?.AddHours(hours);
        var predicate = $"project_id = '{project}'" + (from is null ? "" : $" AND timestamp >= '{from:yyyy-MM-dd HH:mm:ss}+00' AND timestamp < '{to:yyyy-MM-dd HH:mm:ss}+00'");
        return new BenchmarkQuery(name, Put(sql, predicate).Replace(" FROM T", $" FROM {Table}", StringComparison.Ordinal), Put(duckSql ?? sql, predicate), project, from, to);
    }

    private static string Put(string sql, string predicate) => sql.Replace("@", predicate, StringComparison.Ordinal);
}
