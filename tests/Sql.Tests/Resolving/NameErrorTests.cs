using Granary.Grains.Interfaces.Errors;
using Granary.Sql.FrontEnd;
using Granary.Sql.Parsing;

namespace Granary.Sql.Tests.Resolving;

/// <summary>What can't be resolved is refused with PostgreSQL's state, sentence and place.</summary>
public class NameErrorTests
{
    private const string NoFunction = "No function matches the given name and argument types. You might need to add explicit type casts.";
    private const string NoOperator = "No operator matches the given name and argument types. You might need to add explicit type casts.";

    private static readonly SessionContext Session = new() { Database = "postgres", User = "postgres", TransactionTime = 0, StatementTime = 0 };

    private static GranaryException Refusal(string sql) =>
        Assert.Throws<GranaryException>(() => new SqlFrontEnd().Prepare(SqlParser.ParseStatement(sql)!, [], Session));

    [Theory]
    [InlineData("select * from nope", "42P01", 15, "relation \"nope\" does not exist")]
    [InlineData("select 1 from sales.nope", "42P01", 15, "relation \"sales.nope\" does not exist")]
    [InlineData("select nope from otel_metrics", "42703", 8, "column \"nope\" does not exist")]
    [InlineData("select m.nope from otel_metrics m", "42703", 8, "column m.nope does not exist")]
    [InlineData("select o.id from otel_metrics m", "42P01", 8, "missing FROM-clause entry for table \"o\"")]
    [InlineData("select id from otel_metrics a, otel_metrics b", "42702", 8, "column reference \"id\" is ambiguous")]
    [InlineData("select 1 where 1", "42804", 16, "argument of WHERE must be type boolean, not type integer")]
    [InlineData("select id, count(*) from otel_metrics", "42803", 8, "column \"otel_metrics.id\" must appear in the GROUP BY clause or be used in an aggregate function")]
    [InlineData("select id from otel_metrics where count(*) > 1", "42803", 35, "aggregate functions are not allowed in WHERE")]
    [InlineData("select id from otel_metrics group by 2", "42P10", 38, "GROUP BY position 2 is not in select list")]
    [InlineData("select id from otel_metrics order by 5", "42P10", 38, "ORDER BY position 5 is not in select list")]
    [InlineData("select distinct id from otel_metrics order by metric_name", "42P10", 47, "for SELECT DISTINCT, ORDER BY expressions must appear in select list")]
    [InlineData("select 1 from otel_metrics a, otel_metrics a", "42712", -1, "table name \"a\" specified more than once")]
    [InlineData("select 1 from otel_metrics x cross join (otel_metrics y join otel_metrics x on true)", "42712", -1, "table name \"x\" specified more than once")]
    [InlineData("with a as (select 1), a as (select 2) select 1", "42712", 23, "WITH query name \"a\" specified more than once")]
    [InlineData("select '\"\\u0000\"'::jsonb", "22P05", 8, "unsupported Unicode escape sequence")]
    [InlineData("select '{1,x}'::int[]", "22P02", 8, "invalid input syntax for type integer: \"x\"")]
    [InlineData("select 'x'::nope", "42704", 13, "type \"nope\" does not exist")]
    [InlineData("select 'x'::int", "22P02", 8, "invalid input syntax for type integer: \"x\"")]
    [InlineData("select é from otel_metrics", "42703", 8, "column \"é\" does not exist")]
    [InlineData("select 'é', nope from otel_metrics", "42703", 13, "column \"nope\" does not exist")]
    public void A_refusal_has_the_state_the_place_and_the_sentence(string sql, string state, int position, string message)
    {
        var refusal = Refusal(sql);
        Assert.Equal(message, refusal.Message);
        Assert.Equal(state, refusal.SqlState);
        Assert.Equal(position, refusal.Position < 0 ? -1 : SqlParser.CharacterPosition(sql, refusal.Position) + 1);
    }

    [Theory]
    [InlineData("select nofunc(1)", "42883", NoFunction)]
    [InlineData("select length(1)", "42883", NoFunction)]
    [InlineData("select 'a'::text + 1", "42883", NoOperator)]
    [InlineData("select metric_nam from otel_metrics", "42703", "Perhaps you meant to reference the column \"otel_metrics.metric_name\".")]
    [InlineData("select otel_metrics.id from otel_metrics m", "42P01", "Perhaps you meant to reference the table alias \"m\".")]
    public void A_refusal_hints_at_what_was_meant(string sql, string state, string hint)
    {
        var refusal = Refusal(sql);
        Assert.Equal(state, refusal.SqlState);
        Assert.Equal(hint, refusal.Hint);
    }
}
