using Granary.Grains.Interfaces.Errors;
using Granary.Sql.FrontEnd;
using Granary.Sql.Parsing;

namespace Granary.Sql.Tests.FrontEnd;

/// <summary>Statements as large as clients make them are served; larger ones are refused.</summary>
public class LimitTests
{
    private static readonly SessionContext Session = new() { Database = "postgres", User = "postgres", TransactionTime = 0, StatementTime = 0 };

    private static PreparedQuery Prepare(string sql) => new SqlFrontEnd().Prepare(SqlParser.ParseStatement(sql)!, [], Session);

    [Fact]
    public void A_literal_of_a_megabyte_is_read() => Assert.NotNull(Prepare($"select id from otel_metrics where id = '{new string('x', 1_000_000)}'"));

    [Fact]
    public void A_list_of_a_megabyte_is_read() =>
        Assert.NotNull(Prepare($"select id from otel_metrics where id in ({string.Join(", ", Enumerable.Range(0, 75_000).Select(i => $"'id-{i:00000}'"))})"));

    [Fact]
    public void There_may_be_65535_parameters_and_no_more()
    {
        Assert.Equal(65_535, Prepare($"select id from otel_metrics where id in ({Parameters(65_535)})").Parameters.Count);
        Assert.Equal(SqlState.UndefinedParameter, Assert.Throws<GranaryException>(() => Prepare("select $65536::int")).SqlState);
    }

    [Theory]
    [InlineData("update otel_metrics set id = 'x'")]
    [InlineData("delete from otel_metrics")]
    [InlineData("truncate otel_metrics")]
    [InlineData("create table t (a int)")]
    [InlineData("create index on otel_metrics (id)")]
    [InlineData("vacuum otel_metrics")]
    [InlineData("select pg_sleep(1)")]
    public void What_Granary_does_not_do_is_refused_as_a_missing_feature(string sql) =>
        Assert.Equal(SqlState.FeatureNotSupported, Assert.Throws<GranaryException>(() => Prepare(sql).Bind(null, Session)).SqlState);

    private static string Parameters(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"${i}"));
}
