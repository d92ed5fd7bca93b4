using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Query;
using Granary.Sql.FrontEnd;
using Granary.Sql.Parsing;

namespace Granary.Sql.Tests.FrontEnd;

/// <summary>Which projects and times each scan of a statement reads.</summary>
public class PinnedProjectTests
{
    private static readonly SessionContext Session = new()
    {
        Database = "postgres",
        User = "postgres",
        TransactionTime = 1_768_000_000_000_000,
        StatementTime = 1_768_000_000_000_000,
    };

    private static List<ScanSource.Table> Scans(string sql, ColumnBatch? parameters = null, SessionContext? session = null)
    {
        var prepared = new SqlFrontEnd().Prepare(SqlParser.ParseStatement(sql)!, [], session ?? Session);
        var request = ((BoundQuery.Engine)prepared.Bind(parameters, session ?? Session)).Request;
        return [.. request.Scans.OfType<ScanSource.Table>()];
    }

    private static string Projects(ScanSource.Table scan) => scan.Projects is ProjectSelection.Only only
        ? string.Join(",", only.Projects.Select(p => p.Value).Order())
        : "*";

    [Theory]
    [InlineData("select count(*) from otel_logs_and_spans", "*")]
    [InlineData("select count(*) from otel_logs_and_spans where project_id = 'a'", "a")]
    [InlineData("select count(*) from otel_logs_and_spans where 'a' = project_id and level = 'x'", "a")]
    [InlineData("select count(*) from otel_logs_and_spans where project_id in ('a', 'b')", "a,b")]
    [InlineData("select count(*) from otel_logs_and_spans where project_id = any('{a,b}')", "a,b")]
    [InlineData("select count(*) from otel_logs_and_spans where project_id = any(array['a'])", "a")]
    [InlineData("select count(*) from otel_logs_and_spans where project_id = 'a' or project_id = 'b'", "a,b")]
    [InlineData("select count(*) from otel_logs_and_spans where project_id = 'a' or level = 'b'", "*")]
    [InlineData("select count(*) from otel_logs_and_spans where (project_id = 'a' and level = 'x') or project_id = 'b'", "a,b")]
    [InlineData("select count(*) from otel_logs_and_spans where project_id in ('a', 'b') and project_id = 'b'", "b")]
    [InlineData("select count(*) from otel_logs_and_spans where project_id = 'a' and project_id = 'b'", "")]
    [InlineData("select count(*) from otel_logs_and_spans where project_id <> 'a'", "*")]
    [InlineData("select count(*) from otel_logs_and_spans where not (project_id = 'a')", "*")]
    [InlineData("select count(*) from otel_logs_and_spans where project_id like 'a%'", "*")]
    [InlineData("select count(*) from otel_logs_and_spans where project_id is not distinct from 'a'", "*")]
    [InlineData("with s as (select * from otel_logs_and_spans) select count(*) from s where project_id = 'a'", "a")]
    [InlineData("with s as (select project_id p, name from otel_logs_and_spans) select (select count(*) from s where p = 'a'), (select count(*) from s where p = 'b')", "a,b")]
    [InlineData("with s as (select project_id p from otel_logs_and_spans) select (select count(*) from s where p = 'a'), (select count(*) from s)", "*")]
    [InlineData("select * from (select project_id, count(*) c from otel_logs_and_spans group by project_id) q where project_id = 'a'", "a")]
    [InlineData("select * from (select max(project_id) as project_id from otel_logs_and_spans) q where project_id = 'a'", "*")]
    [InlineData("select * from (select * from otel_logs_and_spans order by timestamp limit 5) q where project_id = 'a'", "*")]
    [InlineData("select * from (select project_id, row_number() over (order by timestamp) n from otel_logs_and_spans) q where project_id = 'a'", "*")]
    [InlineData("select * from (select project_id, row_number() over (partition by project_id order by timestamp) n from otel_logs_and_spans) q where project_id = 'a'", "a")]
    [InlineData("select * from (select distinct on (level) project_id from otel_logs_and_spans) q where project_id = 'a'", "*")]
    [InlineData("select * from (select project_id from otel_logs_and_spans union all select project_id from otel_metrics) q where project_id = 'a'", "a|a")]
    [InlineData("select 1 from otel_logs_and_spans a join otel_metrics b on a.project_id = b.project_id where a.project_id = 'a'", "a|a")]
    [InlineData("select 1 from otel_logs_and_spans a join otel_metrics b using (project_id) where project_id = 'a'", "a|a")]
    [InlineData("select 1 from otel_logs_and_spans a left join otel_metrics b on a.project_id = b.project_id where a.project_id = 'a'", "a|a")]
    [InlineData("select 1 from otel_logs_and_spans a left join otel_metrics b on a.project_id = b.project_id and b.project_id = 'a'", "*|a")]
    [InlineData("select 1 from otel_logs_and_spans a left join otel_metrics b on a.project_id = 'a'", "*|*")]
    [InlineData("select 1 from otel_logs_and_spans a full join otel_metrics b on a.project_id = b.project_id and a.project_id = 'a'", "*|*")]
    [InlineData("select 1 from otel_logs_and_spans a, otel_metrics b where a.project_id = b.project_id and b.project_id in ('a', 'b')", "a,b|a,b")]
    [InlineData("select 1 from otel_logs_and_spans a where a.project_id = 'a' and exists (select 1 from otel_metrics b where b.project_id = a.project_id)", "a|a")]
    [InlineData("select 1 from otel_logs_and_spans a where a.project_id = 'a' and exists (select 1 from otel_metrics b)", "a|*")]
    [InlineData("select a.id from otel_logs_and_spans a where project_id = 'a' union all select b.id from otel_logs_and_spans b where project_id = 'b'", "a|b")]
    public void Pins_come_from_what_every_wanted_row_must_satisfy(string sql, string expected) =>
        Assert.Equal(expected, string.Join('|', Scans(sql).Select(Projects)));

    [Fact]
    public void Parameters_pin_when_they_are_bound()
    {
        var builder = new BatchBuilder(["$1"], [DataType.Text]);
        builder.Columns[0].AppendBytes("tenant"u8);
        builder.EndRow();
        Assert.Equal("tenant", Projects(Scans("select count(*) from otel_logs_and_spans where project_id = $1", builder.ToBatch()).Single()));
    }

    [Fact]
    public void A_project_of_the_session_is_all_that_it_sees()
    {
        var session = Session with { Database = "mine", Project = new ProjectId("mine") };
        Assert.Equal("mine", Projects(Scans("select count(*) from otel_logs_and_spans", null, session).Single()));
        Assert.Equal("", Projects(Scans("select count(*) from otel_logs_and_spans where project_id = 'other'", null, session).Single()));
    }

    [Theory]
    [InlineData("timestamp >= '2026-01-01Z' and timestamp < '2026-01-02Z'", 1_767_225_600_000_000, 1_767_312_000_000_000)]
    [InlineData("timestamp between '2026-01-01Z' and '2026-01-02Z'", 1_767_225_600_000_000, 1_767_312_000_000_000)]
    [InlineData("timestamp > now() - interval '1 hour'", 1_768_000_000_000_000 - 3_600_000_000, null)]
    [InlineData("'2026-01-02Z' > timestamp", null, 1_767_312_000_000_000)]
    [InlineData("timestamp = '2026-01-01Z'", 1_767_225_600_000_000, 1_767_225_600_000_000)]
    [InlineData("timestamp > '2026-01-01Z' or timestamp > '2026-01-02Z'", 1_767_225_600_000_000, null)]
    [InlineData("timestamp > '2026-01-01Z' or level = 'x'", null, null)]
    public void Times_bound_scans(string condition, long? lower, long? upper)
    {
        var range = Scans($"select count(*) from otel_logs_and_spans where {condition}").Single().Request.Ranges.SingleOrDefault(r => r.ColumnName == "timestamp");
        Assert.Equal(lower, range?.Lower);
        Assert.Equal(upper, range?.Upper);
    }

    [Fact]
    public void Scans_read_the_columns_that_are_named_and_no_others()
    {
        var scan = Scans("select name from otel_logs_and_spans where level = 'x' order by id").Single();
        Assert.Equal(["id", "level", "name"], scan.Request.Columns.Order());
        Assert.Single(Scans("select count(*) from otel_logs_and_spans").Single().Request.Columns);
    }
}
