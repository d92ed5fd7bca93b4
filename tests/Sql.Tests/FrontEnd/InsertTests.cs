using Granary.Grains.Interfaces.Errors;
using Granary.Sql.FrontEnd;
using Granary.Sql.Parsing;

namespace Granary.Sql.Tests.FrontEnd;

/// <summary>INSERT: which columns the values fill, which values are plain, and what is refused.</summary>
public class InsertTests
{
    private static readonly SessionContext Session = new() { Database = "postgres", User = "postgres", TransactionTime = 0, StatementTime = 0 };

    private static PreparedQuery Prepare(string sql) => new SqlFrontEnd().Prepare(SqlParser.ParseStatement(sql)!, [], Session);

    [Fact]
    public void The_first_session_of_a_user_is_plain()
    {
        var insert = Prepare("insert into otel_logs_and_spans (name, id, project_id, hashes, timestamp, date) values ('name3', 'id2', 'pid3', ARRAY[], '2025-04-14 02:00:24.898000', '2025-04-14 02:00:24.898000')").Insert!;
        Assert.Equal(["name", "id", "project_id", "hashes", "timestamp", "date"], insert.ColumnIndexes.Select(i => insert.Table.ColumnNames[i]));
        Assert.Equal(new PlainValue.Literal("{}"), insert.PlainRows!.Single()[3]);
    }

    [Fact]
    public void Expressions_become_a_query_whose_columns_have_the_tables_types()
    {
        var prepared = Prepare("insert into otel_logs_and_spans (id, timestamp, duration) values ('a' || 1, now() - interval '1 day', 5 * 2), ('b', '2026-01-01', null) returning id, duration as d");
        Assert.Null(prepared.Insert!.PlainRows);
        var request = ((BoundQuery.Engine)prepared.Bind(null, Session)).Request;
        Assert.Equal(["text", "timestamp with time zone", "bigint"], request.ResultTypes.Select(t => t.ToString()));
        Assert.Equal(["id", "d"], prepared.Columns!.Select(c => c.Name));
    }

    [Theory]
    [InlineData("insert into nope values (1)", "42P01")]
    [InlineData("insert into otel_logs_and_spans (nope) values (1)", "42703")]
    [InlineData("insert into otel_logs_and_spans (id, id) values ('a', 'b')", "42701")]
    [InlineData("insert into otel_logs_and_spans (id) values ('a', 'b')", "42601")]
    [InlineData("insert into otel_logs_and_spans (id, name) values ('a')", "42601")]
    [InlineData("insert into otel_logs_and_spans (timestamp) values (1 + 1)", "42804")]
    [InlineData("insert into otel_logs_and_spans (duration) values ('x' || 'y')", "42804")]
    [InlineData("insert into otel_logs_and_spans (id) values ('a') on conflict (id) do nothing", "42P10")]
    [InlineData("insert into pg_class (relname) values ('x')", "42501")]
    [InlineData("insert into otel_logs_and_spans (id) select 1, 2", "42601")]
    public void What_does_not_fit_is_refused_as_PostgreSQL_does(string sql, string sqlState) =>
        Assert.Equal(sqlState, Assert.Throws<GranaryException>(() => Prepare(sql)).SqlState);

    [Fact]
    public void Nothing_conflicts_so_do_nothing_inserts() =>
        Assert.NotNull(Prepare("insert into otel_logs_and_spans (id, timestamp) values ('a', '2026-01-01') on conflict do nothing").Insert!.PlainRows);
}
