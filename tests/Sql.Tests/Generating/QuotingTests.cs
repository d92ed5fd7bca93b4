using System.Text.RegularExpressions;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.FrontEnd;
using Granary.Sql.Parsing;

namespace Granary.Sql.Tests.Generating;

/// <summary>No text of a user reaches DuckDB but inside quotes.</summary>
public partial class QuotingTests
{
    private static readonly SessionContext Session = new() { Database = "postgres", User = "postgres", TransactionTime = 0, StatementTime = 0 };

    private static IReadOnlyList<string> Pieces(string sql) =>
        ((BoundQuery.Engine)new SqlFrontEnd().Prepare(SqlParser.ParseStatement(sql)!, [], Session).Bind(null, Session)).Request.Pieces;

    [Theory]
    [InlineData("select id as \"x\"\"; EVIL --\" from otel_metrics")]
    [InlineData("select q.\"EVIL\"\"\" from (select id as \"EVIL\"\"\" from otel_metrics) q")]
    [InlineData("select \"EVIL\".id from otel_metrics as \"EVIL\" order by \"EVIL\".id")]
    [InlineData("with \"EVIL\"\"\" as (select 1 as \"EVIL\") select * from \"EVIL\"\"\"")]
    [InlineData("select id || 'a''; EVIL --' from otel_metrics")]
    [InlineData("select id || E'a\\'; EVIL --' from otel_metrics")]
    [InlineData("select id || E'\\\\''; EVIL --' from otel_metrics")]
    [InlineData("select id || 'a\\'';EVIL' from otel_metrics")]
    [InlineData("select id || $x$'; EVIL --$x$ from otel_metrics")]
    [InlineData("select id || U&'\\0027; EVIL' from otel_metrics")]
    [InlineData("select id from otel_metrics where id like 'EVIL''%' escape '!'")]
    [InlineData("select id from otel_metrics where id ~ 'EVIL''('")]
    [InlineData("select id from otel_metrics where id in ('EVIL''', 'EVIL\"')")]
    [InlineData("select resource->>'EVIL''' from otel_metrics")]
    [InlineData("select array['EVIL'''], '{\"EVIL''\"}'::text[] from otel_metrics")]
    [InlineData("select '{\"EVIL''\": 1}'::jsonb, id from otel_metrics")]
    [InlineData("select current_setting('EVIL''', true), id from otel_metrics")]
    [InlineData("select to_char(timestamp, 'EVIL''') from otel_metrics")]
    [InlineData("select id /* EVIL */ from otel_metrics -- EVIL")]
    public void Text_of_the_user_stands_inside_quotes(string sql) =>
        Assert.DoesNotContain("EVIL", Quoted().Replace(string.Join("?", Pieces(sql)), "_"), StringComparison.Ordinal);

    [Fact]
    public void The_mark_of_scans_can_not_be_forged() =>
        Assert.Equal(2, Pieces("select id || E'\\x01' || '\u00010\u0001' from otel_metrics").Count);

    [Theory]
    [InlineData("select id || E'a\\000b' from otel_metrics")]
    [InlineData("select id || U&'a\\0000' from otel_metrics")]
    public void A_NUL_is_refused(string sql) => Assert.Throws<GranaryException>(() => Pieces(sql));

    // A literal with its doubled quotes, or an identifier with its.
    [GeneratedRegex("""'(?:[^']|'')*'|"(?:[^"]|"")*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Quoted();
}
