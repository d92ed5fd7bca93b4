using Granary.Grains.Interfaces.Errors;
using Granary.Sql.FrontEnd;
using Granary.Sql.Parsing;

namespace Granary.Sql.Tests.FrontEnd;

/// <summary>Parameters get the types that PostgreSQL infers (observed with Describe).</summary>
public class ParameterTests
{
    private static readonly SessionContext Session = new() { Database = "postgres", User = "postgres", TransactionTime = 0, StatementTime = 0 };

    private static PreparedQuery Prepare(string sql, params uint[] declared) => new SqlFrontEnd().Prepare(SqlParser.ParseStatement(sql)!, declared, Session);

    [Theory]
    [InlineData("select $1", "25")]
    [InlineData("select $1::int", "23")]
    [InlineData("select $1 + 1", "23")]
    [InlineData("select $1 || 'x'", "25")]
    [InlineData("select 1 where 5 = any($1)", "1007")]
    [InlineData("select 1 from otel_logs_and_spans where name = $1 and duration > $2 and timestamp >= $3", "25,20,1184")]
    [InlineData("select 1 from otel_logs_and_spans where project_id = any($1)", "1009")]
    [InlineData("select 1 from otel_logs_and_spans where name in ($1, $2)", "25,25")]
    [InlineData("select 1 from otel_logs_and_spans where duration between $1 and $2", "20,20")]
    [InlineData("select name from otel_logs_and_spans limit $1 offset $2", "20,20")]
    [InlineData("select body->>$1 from otel_logs_and_spans", "25")]
    [InlineData("select coalesce($1, 5)", "23")]
    [InlineData("select case when $1 then $2 else 1.5 end", "16,1700")]
    [InlineData("values ($1), (2)", "23")]
    [InlineData("select array[$1, 2]", "23")]
    [InlineData("select interval '1 day' * $1", "701")]
    [InlineData("select length($1), upper($2)", "25,25")]
    [InlineData("select * from generate_series(1, $1)", "23")]
    [InlineData("select $1 union select 2", "23")]
    [InlineData("select $1 union select $2", "25,25")]
    [InlineData("select $1 = $2", "25,25")]
    [InlineData("select 1 where ($1, $2) = (1, 'x'::text)", "23,25")]
    [InlineData("select date_trunc('hour', $1::timestamptz)", "1184")]
    [InlineData("select 1 from otel_logs_and_spans where name like $1", "25")]
    [InlineData("insert into otel_logs_and_spans (id, timestamp, duration, hashes) values ($1, $2, $3, $4)", "25,1184,20,1009")]
    [InlineData("insert into otel_logs_and_spans (id, timestamp, name) select $1, $2, $3", "25,1184,25")]
    public void Types_are_inferred(string sql, string expected) =>
        Assert.Equal(expected, string.Join(',', Prepare(sql).Parameters.Select(p => p.Oid)));

    [Fact]
    public void Declared_types_stay()
    {
        Assert.Equal([21u], Prepare("select 1 from otel_logs_and_spans where duration = $1", 21).Parameters.Select(p => p.Oid));
        Assert.Equal([25u], Prepare("select 1 from otel_logs_and_spans where name = $1", 705).Parameters.Select(p => p.Oid));
    }

    [Theory]
    [InlineData("select $2::int", "42P18")]
    [InlineData("select $1::int, $1::text || 'x' from otel_logs_and_spans where name = $1", "42883")]
    [InlineData("select $1 is null", "ok")]
    [InlineData("select abs($1)", "ok")]
    [InlineData("select round($1)", "ok")]
    public void What_cannot_be_told_is_an_error(string sql, string expected)
    {
        string actual;
        try
        {
            Prepare(sql);
            actual = "ok";
        }
        catch (GranaryException e)
        {
            actual = e.SqlState!;
        }
        Assert.Equal(expected, actual);
    }
}
