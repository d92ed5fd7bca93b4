using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Parsing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Tests.Parsing;

public class StatementTests
{
    [Fact]
    public void Scripts_give_each_statement_with_its_text()
    {
        const string Script = " select 1 ;; -- ping\n begin;insert into t values (';') ";

        var texts = SqlParser.ParseScript(Script).Select(s => Script.Substring(s.Start, s.Length));

        Assert.Equal(["select 1", "begin", "insert into t values (';')"], texts);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ; ;")]
    [InlineData("-- ping")]
    [InlineData("/* DBD::Pg ping test v3.16.0 */")]
    public void Nothing_to_do_is_no_statement(string text) => Assert.Null(SqlParser.ParseStatement(text));

    [Fact]
    public void A_prepared_statement_is_one_statement()
    {
        var error = Assert.Throws<GranaryException>(() => SqlParser.ParseStatement("select 1; select 2"));

        Assert.Equal("cannot insert multiple commands into a prepared statement", error.Message);
    }

    [Theory]
    [InlineData("update t set a = 1", "UPDATE")]
    [InlineData("create or replace temp view v as select 1", "CREATE VIEW")]
    [InlineData("create unique index on t (a)", "CREATE INDEX")]
    [InlineData("create materialized view v as select 1", "CREATE MATERIALIZED VIEW")]
    [InlineData("do $$ begin; end $$", "DO")]
    [InlineData("create function f() returns int begin atomic select 1; select case when a then 1 end; end", "CREATE FUNCTION")]
    public void What_is_not_offered_is_known_by_its_first_words(string text, string command)
        => Assert.Equal(command, Assert.IsType<UnsupportedStatement>(SqlParser.ParseStatement(text)).Command);

    [Fact]
    public void Clauses_around_parentheses_belong_to_one_query()
    {
        var query = Assert.IsType<SelectStatement>(SqlParser.ParseStatement("(select a from t order by a) limit 1")).Query;

        Assert.Single(query.OrderBy);
        Assert.NotNull(query.Limit);
    }

    [Fact]
    public void Intersect_binds_tighter_than_union()
    {
        var query = Assert.IsType<SelectStatement>(SqlParser.ParseStatement("select 1 union select 2 intersect select 3")).Query;

        var union = Assert.IsType<SetOperation>(query.Body);
        Assert.Equal(SetOperator.Union, union.Operator);
        Assert.Equal(SetOperator.Intersect, Assert.IsType<SetOperation>(union.Right.Body).Operator);
    }

    [Fact]
    public void Joins_nest_by_their_conditions()
    {
        var query = Assert.IsType<SelectStatement>(SqlParser.ParseStatement("select from a join b left join c on x on y")).Query;

        var join = Assert.IsType<JoinReference>(Assert.IsType<SelectBody>(query.Body).From.Single());
        Assert.Equal(JoinKind.Inner, join.Kind);
        Assert.Equal(JoinKind.Left, Assert.IsType<JoinReference>(join.Right).Kind);
    }

    [Theory]
    [InlineData("copy t from stdin with delimiter as ',' null as '' csv header", "delimiter=, null= format=csv header=true")]
    [InlineData("copy t from stdin (format csv, header, force_null (a, b))", "format=csv header force_null=a|b")]
    [InlineData("copy t ( a ) from stdin binary", "format=binary")]
    [InlineData("copy t from stdin with (freeze on)", "freeze=on")]
    public void All_generations_of_COPY_options_look_alike(string text, string options)
    {
        var copy = Assert.IsType<CopyStatement>(SqlParser.ParseStatement(text));

        Assert.Equal(options, string.Join(' ', copy.Options.Select(Describe)));
    }

    private static string Describe(UtilityOption option) => option.Value switch
    {
        null => option.Name,
        OptionText text => $"{option.Name}={text.Text}",
        OptionList list => $"{option.Name}={string.Join('|', list.Items)}",
        _ => $"{option.Name}=?",
    };

    [Theory]
    [InlineData("set time zone 'UTC'", "timezone", "UTC")]
    [InlineData("set names 'utf8'", "client_encoding", "utf8")]
    [InlineData("set search_path to a, \"B\"", "search_path", "a,B")]
    [InlineData("set local statement_timeout = 0", "statement_timeout", "0")]
    [InlineData("set session authorization default", "session_authorization", "")]
    [InlineData("set extra_float_digits = -3", "extra_float_digits", "-3")]
    public void Special_forms_of_SET_are_settings(string text, string name, string values)
    {
        var set = Assert.IsType<SetStatement>(SqlParser.ParseStatement(text));

        Assert.Equal(name, set.Name);
        Assert.Equal(values, string.Join(',', set.Values.Select(v => v.Text)));
        Assert.Equal(values.Length == 0, set.IsDefault);
    }

    [Theory]
    [InlineData("fetch next from c", FetchDirection.Forward, 1)]
    [InlineData("fetch last c", FetchDirection.Absolute, -1)]
    [InlineData("fetch backward all in c", FetchDirection.Backward, long.MaxValue)]
    [InlineData("fetch -3 c", FetchDirection.Forward, -3)]
    public void Fetch_directions_have_one_form(string text, FetchDirection direction, long count)
    {
        var fetch = Assert.IsType<FetchStatement>(SqlParser.ParseStatement(text));

        Assert.Equal((direction, count, "c"), (fetch.Direction, fetch.Count, fetch.Cursor));
    }

    [Fact]
    public void Positions_count_code_points()
    {
        var error = Assert.Throws<GranaryException>(() => SqlParser.ParseStatement("select '😀' 1"));

        Assert.Equal(11, error.Position);
    }
}
