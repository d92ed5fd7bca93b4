using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Parsing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Tests.Parsing;

public class DepthTests
{
    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("(select ", "1", ")")]
    [InlineData("not ", "true", "")]
    [InlineData("- - ", "a", "")]
    [InlineData("case when ", "a", " then 1 end")]
    [InlineData("f(", "a", ")")]
    [InlineData("array[", "1", "]")]
    [InlineData("1 + ", "1", "")]
    [InlineData("a[", "1", "]")]
    public void Nesting_too_deep_is_refused_and_harms_nothing(string open, string core, string close)
    {
        const int Depth = 10_000;
        var text = $"select {Repeat(open, Depth)}{core}{Repeat(close, Depth)}";

        var error = Assert.Throws<GranaryException>(() => SqlParser.ParseStatement(text));

        Assert.Equal(SqlState.StatementTooComplex, error.SqlState);
    }

    [Theory]
    [InlineData("select * from ", "(", "select 1", ") x")]
    [InlineData("select * from ", "a join ", "a", " on true")]
    [InlineData("", "explain ", "select 1", "")]
    [InlineData("", "with x as (", "select 1", ") select 1")]
    [InlineData("select a from t group by ", "grouping sets (", "a", ")")]
    public void Statements_nested_too_deep_are_refused(string start, string open, string core, string close)
    {
        const int Depth = 10_000;
        var text = $"{start}{Repeat(open, Depth)}{core}{Repeat(close, Depth)}";

        var error = Assert.Throws<GranaryException>(() => SqlParser.ParseStatement(text));

        Assert.Contains(error.SqlState, new[] { SqlState.StatementTooComplex, SqlState.SyntaxError });
    }

    [Theory]
    [InlineData("and")]
    [InlineData("or")]
    public void Long_logical_chains_are_flat(string word)
    {
        const int Length = 100_000;
        var text = $"select {string.Join($" {word} ", Enumerable.Repeat("a = 1", Length))}";

        var select = Assert.IsType<SelectStatement>(SqlParser.ParseStatement(text));

        var value = Assert.IsType<SelectBody>(select.Query.Body).Targets.Single().Value;
        var operands = value is AndExpression and ? and.Operands : Assert.IsType<OrExpression>(value).Operands;
        Assert.Equal(Length, operands.Count);
    }

    [Fact]
    public void A_thousand_levels_parse()
    {
        const int Depth = 1000;

        Assert.NotNull(SqlParser.ParseStatement($"select {Repeat("(", Depth)}1{Repeat(")", Depth)}"));
        Assert.NotNull(SqlParser.ParseStatement($"select {string.Join(" || ", Enumerable.Repeat("a", Depth))}"));
        Assert.NotNull(SqlParser.ParseStatement(string.Join(" union all ", Enumerable.Repeat("select 1", Depth))));
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
