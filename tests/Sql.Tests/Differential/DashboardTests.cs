namespace Granary.Sql.Tests.Differential;

/// <summary>What dashboards send that PostgreSQL itself lacks: TimescaleDB's buckets and sketches.</summary>
public sealed class DashboardTests(ProbeRunner runner) : IClassFixture<ProbeRunner>
{
    [Theory]
    [InlineData("select time_bucket('5 minutes', timestamptz '2026-01-05 10:23:45Z')", "2026-01-05 10:20:00+00")]
    [InlineData("select time_bucket('1 day', timestamptz '2026-01-05 10:23:45Z')", "2026-01-05 00:00:00+00")]
    [InlineData("select time_bucket('1 week', timestamptz '2026-01-08 10:23:45Z')", "2026-01-05 00:00:00+00")]
    [InlineData("select time_bucket('1 month', timestamptz '2026-01-08 10:23:45Z')", "2026-01-01 00:00:00+00")]
    [InlineData("select time_bucket('7 minutes', timestamp '1999-12-31 23:59:59')", "1999-12-31 23:56:00")]
    [InlineData("select time_bucket(interval '6 hours', timestamptz '1960-01-05 10:23:45Z')", "1960-01-05 06:00:00+00")]
    [InlineData("select time_bucket(interval '1 hour', timestamptz '2026-01-05 10:23:45Z', timestamptz '2000-01-01 00:30Z')", "2026-01-05 09:30:00+00")]
    [InlineData("select time_bucket(10, 25), time_bucket(10, -5)", "20|-10")]
    [InlineData("select time_bucket('1 day', date '2026-01-05')", "2026-01-05")]
    [InlineData("select approx_percentile(0.5, percentile_agg(i::float8)) from t", "4")]
    [InlineData("select distinct_count(approx_count_distinct(grp)) from k", "2")]
    [InlineData("with d as (select percentile_agg(id::float8) as s from k) select approx_percentile(0.5, s), approx_percentile(1, s) from d", "3|5")]
    [InlineData("select q, approx_percentile(q, s) from (select percentile_agg(id::float8) as s from k) d cross join (values (0.0::float8), (1.0)) v(q) order by q", "0|1 / 1|5")]
    [InlineData("select coalesce(approx_percentile(0.95, percentile_agg((duration / 1000000.0)::float8)), 0)::float8 > 0 from spans where project_id = 'p1'", "t")]
    [InlineData("select extract(epoch from time_bucket('1 hour', timestamp))::integer, count(*)::float from spans group by time_bucket('1 hour', timestamp) order by 1 desc", "1767607200|60")]
    [InlineData("select first(name, id), last(name, id) from k", "one|five")]
    public async Task Buckets_and_sketches_are_answered(string sql, string expected)
    {
        var answer = await runner.AskAsync(sql);
        Assert.Null(answer.Message);
        Assert.Equal(expected, string.Join(" / ", answer.Rows.Select(r => string.Join('|', r))));
    }

    [Theory]
    [InlineData("select count(*) filter (where status_code = 'ERROR')::float, coalesce(service, 'null') from spans where project_id = 'p1' and timestamp between '2026-01-05T10:00:00Z' and '2026-01-05T11:00:00Z' group by coalesce(service, 'null') order by 1 desc limit 10000")]
    [InlineData("select time_bucket('5 minutes', timestamp) as bucket, service, count(*) from spans where timestamp > now() - interval '14 days' group by bucket, service having count(*) > 0 order by bucket desc")]
    [InlineData("with top as (select name, count(*) c from spans group by name order by c desc limit 2) select s.name, count(*), max(duration) from spans s join top using (name) group by s.name order by 2 desc")]
    [InlineData("select parent.service, child.service, count(*) from spans parent join spans child on parent.project_id = child.project_id and parent.id = child.name where parent.kind in ('client', 'server') group by 1, 2 union all select 'a', 'b', 1 order by 3 desc")]
    [InlineData("select id, name, json_build_array(id, name, duration, hashes) from spans order by timestamp desc limit 251")]
    [InlineData("select array_agg(distinct service), count(distinct id) from spans")]
    [InlineData("select b.bucket, b.n, sum(b.n) over (order by b.bucket) from (select date_trunc('minute', timestamp) bucket, count(*) n from spans group by 1) b order by 1")]
    [InlineData("select * from spans where timestamp = '2026-01-05 10:00:00Z' and id = 'id0' limit 1")]
    [InlineData("select unnest(hashes) as h, count(*) from spans group by 1 order by 2 desc")]
    [InlineData("select s.id, h.v from spans s cross join lateral unnest(s.hashes) as h(v) order by 1, 2 limit 3")]
    public async Task Shapes_of_dashboards_run(string sql) => Assert.Null((await runner.AskAsync(sql)).Message);
}
