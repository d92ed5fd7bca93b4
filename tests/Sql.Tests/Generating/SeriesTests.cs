using Granary.Sql.Tests.Differential;

namespace Granary.Sql.Tests.Generating;

/// <summary>generate_series gives PostgreSQL's rows (observed), as a stream that no length fills memory with.</summary>
public sealed class SeriesTests(ProbeRunner runner) : IClassFixture<ProbeRunner>
{
    private async Task<string> Rows(string sql, string timeZone = "UTC")
    {
        var answer = await runner.AskAsync(sql, runner.Session with { TimeZone = timeZone });
        return answer.State ?? string.Join(" / ", answer.Rows.Select(r => string.Join('|', r.Select(v => v ?? "NULL"))));
    }

    [Theory]
    [InlineData("select * from generate_series(1, 3)", "1 / 2 / 3")]
    [InlineData("select * from generate_series(5, 1, -2)", "5 / 3 / 1")]
    [InlineData("select count(*) from generate_series(3, 1)", "0")]
    [InlineData("select count(*) from generate_series(1, null::int)", "0")]
    [InlineData("select count(*) from generate_series(1, 5, null)", "0")]
    [InlineData("select * from generate_series(1, 3, 0)", "22023")]
    [InlineData("select * from generate_series(9223372036854775806, 9223372036854775807)", "9223372036854775806 / 9223372036854775807")]
    [InlineData("select * from generate_series(-9223372036854775807, -9223372036854775808, -1)", "-9223372036854775807 / -9223372036854775808")]
    [InlineData("select * from generate_series(2147483645, 2147483647, 2)", "2147483645 / 2147483647")]
    [InlineData("select n, o from generate_series(10, 20, 5) with ordinality g(n, o)", "10|1 / 15|2 / 20|3")]
    [InlineData("select x + 1 from generate_series(1, 2) as x", "2 / 3")]
    [InlineData("select count(*), sum(g) from generate_series(1, 1000000) g", "1000000|500000500000")]
    [InlineData("select a, g from (values (1, 2), (2, 0), (3, null), (4, 1)) t(a, n), generate_series(1, t.n) g order by a, g", "1|1 / 1|2 / 4|1")]
    [InlineData("select a, g, o from (values (1, 2), (2, 3)) t(a, n), generate_series(t.n, 1, -1) with ordinality x(g, o) order by a, g", "1|1|2 / 1|2|1 / 2|1|3 / 2|2|2 / 2|3|1")]
    [InlineData("select a, g from (values (1, 2), (2, 0)) t(a, n) left join lateral generate_series(1, t.n) g on true order by a, g", "1|1 / 1|2 / 2|NULL")]
    [InlineData("select generate_series(1, 3)", "1 / 2 / 3")]
    [InlineData("select generate_series(1, 3) * 2 as x order by x desc limit 2", "6 / 4")]
    [InlineData("select generate_series(1, 2) union all select generate_series(1, 2) order by 1", "1 / 1 / 2 / 2")]
    [InlineData("select generate_series(1, 2), x from (select generate_series(1, 2) as x) q order by 1, 2", "1|1 / 1|2 / 2|1 / 2|2")]
    [InlineData("select count(generate_series) from generate_series(1, 4) group by generate_series % 2", "2 / 2")]
    [InlineData("select * from rows from (generate_series(1, 3), generate_series(1, 2)) as t(a, b)", "1|1 / 2|2 / 3|NULL")]
    [InlineData("select a, generate_series(1, a) from (values (1), (2)) t(a)", "1|1 / 2|1 / 2|2")]
    [InlineData("select * from rows from (generate_series(1, 1000000000), generate_series(1, 2)) as t(a, b)", "54000")]
    public async Task Integers_are_counted(string sql, string expected) => Assert.Equal(expected, await Rows(sql));

    [Theory]
    [InlineData("select * from generate_series(0.0, 0.5, 0.25)", "0A000")]
    [InlineData("select * from generate_series(0.00, 0.6, 0.25)", "0.00 / 0.25 / 0.50")]
    [InlineData("select * from generate_series(1.5, 4)", "1.5 / 2.5 / 3.5")]
    [InlineData("select * from generate_series(1.0, -1.05, -0.5)", "1.0 / 0.5 / 0.0 / -0.5 / -1.0")]
    [InlineData("select * from generate_series(1::numeric, 3)", "1 / 2 / 3")]
    [InlineData("select * from generate_series(1.0, 2, 0.0)", "22023")]
    [InlineData("select n, o from generate_series(2.0, 1.0, -0.5) with ordinality t(n, o)", "2.0|1 / 1.5|2 / 1.0|3")]
    public async Task Numerics_are_counted_in_their_last_digit(string sql, string expected) => Assert.Equal(expected, await Rows(sql));

    [Theory]
    [InlineData("select * from generate_series('2025-01-31'::timestamp, '2025-04-30', '1 month')", "2025-01-31 00:00:00 / 2025-02-28 00:00:00 / 2025-03-28 00:00:00 / 2025-04-28 00:00:00")]
    [InlineData("select * from generate_series('2025-01-02'::timestamp, '2025-01-01', '-12 hours')", "2025-01-02 00:00:00 / 2025-01-01 12:00:00 / 2025-01-01 00:00:00")]
    [InlineData("select * from generate_series('2025-01-01'::timestamp, '2025-03-01', '1 month -1 day')", "2025-01-01 00:00:00 / 2025-01-31 00:00:00 / 2025-02-27 00:00:00")]
    [InlineData("select * from generate_series('2025-01-01'::timestamp, '2025-01-02', '0')", "22023")]
    [InlineData("select count(*) from generate_series('2025-01-01'::timestamp, null, '1 day')", "0")]
    [InlineData("select count(*) from generate_series('2025-01-01'::timestamp, '2026-01-01', '1 second')", "31536001")]
    [InlineData("select * from generate_series('2025-01-01'::timestamp, 'infinity', '1 day')", "0A000")]
    [InlineData("select g from (values ('2025-01-01'::timestamp, '2 days'::interval)) t(a, s), generate_series(t.a, t.a + '3 days'::interval, t.s) g order by 1", "2025-01-01 00:00:00 / 2025-01-03 00:00:00")]
    [InlineData("select g from (values ('2025-01-01'::timestamp, '0 days'::interval)) t(a, s), generate_series(t.a, t.a + '3 days'::interval, t.s) g order by 1", "22023")]
    public async Task Timestamps_are_added_one_step_after_the_other(string sql, string expected) => Assert.Equal(expected, await Rows(sql));

    [Theory]
    [InlineData("'2025-03-29 00:00+01'::timestamptz, '2025-03-31', '1 day'", "2025-03-28 23:00:00+00 / 2025-03-29 23:00:00+00 / 2025-03-30 22:00:00+00")]
    [InlineData("'2025-03-30 01:00+01'::timestamptz, '2025-03-30 04:00+02', '1 hour'", "2025-03-30 00:00:00+00 / 2025-03-30 01:00:00+00 / 2025-03-30 02:00:00+00")]
    // 02:30 does not exist on the 30th: PostgreSQL goes on from where the gap ends
    [InlineData("'2025-03-29 02:30'::timestamptz, '2025-04-01', '1 day'", "2025-03-29 01:30:00+00 / 2025-03-30 01:30:00+00 / 2025-03-31 01:30:00+00")]
    [InlineData("'2025-03-31 00:00'::timestamptz, '2025-03-29', '-1 day'", "2025-03-30 22:00:00+00 / 2025-03-29 23:00:00+00 / 2025-03-28 23:00:00+00")]
    public async Task Instants_are_added_on_the_calendar_of_the_session(string arguments, string expected)
    {
        Assert.Equal(expected, await Rows($"select * from generate_series({arguments})", "Europe/Berlin"));
        Assert.Equal(expected, await Rows($"select g from (select) t, lateral generate_series({arguments}) with ordinality s(g, o) order by o", "Europe/Berlin"));
    }
}
