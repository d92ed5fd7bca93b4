using Granary.Sql.Syntax;

namespace Granary.Sql.Tests.Parsing;

public class ExpressionTests
{
    [Theory]
    [InlineData("-2147483648", "(NumericLiteral Text='-2147483648')")]
    [InlineData("- 5", "(IntegerLiteral Value=-5)")]
    [InlineData("9223372036854775808", "(NumericLiteral Text='9223372036854775808')")]
    [InlineData("1e5", "(NumericLiteral Text='1e5')")]
    [InlineData("x'1F'", "(BitStringLiteral Digits='1F' IsHexadecimal=True)")]
    [InlineData("true", "(BooleanLiteral Value=True)")]
    [InlineData("$3", "(ParameterReference Number=3)")]
    [InlineData("a.b", "(ColumnReference Names=['a' 'b'])")]
    [InlineData("a.*", "(StarReference Qualifier=['a'])")]
    [InlineData("a != b", "(BinaryOperation Operator=(OperatorName Symbol='<>') Left=(ColumnReference Names=['a']) Right=(ColumnReference Names=['b']))")]
    [InlineData("a notnull", "(NullTest Operand=(ColumnReference Names=['a']) Negated=True)")]
    [InlineData("current_timestamp(3)", "(SqlValueFunction Kind=CurrentTimestamp Precision=3)")]
    public void Primaries_have_their_trees(string text, string tree) => Assert.Equal(tree, SyntaxDump.Expression(text));

    [Theory]
    [InlineData("extract(epoch from a)", "pg_catalog.extract", "'epoch'", "a")]
    [InlineData("position(a in b)", "pg_catalog.position", "b", "a")]
    [InlineData("trim(leading a from b)", "pg_catalog.ltrim", "b", "a")]
    [InlineData("trim(a)", "pg_catalog.btrim", "a")]
    [InlineData("substring(a from b for c)", "pg_catalog.substring", "a", "b", "c")]
    [InlineData("substring(a for b from c)", "pg_catalog.substring", "a", "c", "b")]
    [InlineData("overlay(a placing b from c)", "pg_catalog.overlay", "a", "b", "c")]
    [InlineData("a at time zone b", "pg_catalog.timezone", "b", "a")]
    [InlineData("(a, b) overlaps (c, d)", "pg_catalog.overlaps", "a", "b", "c", "d")]
    public void Special_syntax_is_the_call_that_PostgreSQL_makes_of_it(string text, string name, params string[] arguments)
    {
        var call = Assert.IsType<FunctionCall>(SyntaxDump.ParseExpression(text));

        Assert.True(call.IsSqlSyntax);
        Assert.Equal(name, call.Name.ToString());
        Assert.Equal(arguments.Select(SyntaxDump.Expression), call.Arguments.Select(a => SyntaxDump.Of(a.Value)));
    }

    [Theory]
    [InlineData("int", "pg_catalog.int4", 0, 0)]
    [InlineData("double precision", "pg_catalog.float8", 0, 0)]
    [InlineData("character varying(10)", "pg_catalog.varchar", 1, 0)]
    [InlineData("char", "pg_catalog.bpchar", 1, 0)]
    [InlineData("\"char\"", "char", 0, 0)]
    [InlineData("numeric(10, 2)[]", "pg_catalog.numeric", 2, 1)]
    [InlineData("timestamp(3) with time zone", "pg_catalog.timestamptz", 1, 0)]
    [InlineData("timestamptz", "timestamptz", 0, 0)]
    [InlineData("float(10)", "pg_catalog.float4", 0, 0)]
    [InlineData("text[3][]", "text", 0, 2)]
    [InlineData("pg_catalog.int8", "pg_catalog.int8", 0, 0)]
    public void Types_have_the_system_name(string text, string name, int modifiers, int dimensions)
    {
        var type = Assert.IsType<CastExpression>(SyntaxDump.ParseExpression($"cast(a as {text})")).Type;

        Assert.Equal(name, type.Name.ToString());
        Assert.Equal(modifiers, type.Modifiers.Count);
        Assert.Equal(dimensions, type.ArrayBounds.Count);
    }

    [Fact]
    public void Interval_literals_keep_fields_and_precision()
    {
        var cast = Assert.IsType<CastExpression>(SyntaxDump.ParseExpression("interval '1' day to second(3)"));

        Assert.Equal(CastForm.TypedLiteral, cast.Form);
        Assert.Equal(IntervalFields.DayToSecond, cast.Type.IntervalFields);
        Assert.Equal("1", Assert.IsType<StringLiteral>(cast.Operand).Value);
        Assert.Equal(3, Assert.IsType<IntegerLiteral>(cast.Type.Modifiers.Single()).Value);
    }

    [Fact]
    public void Adjacent_subscripts_are_one_access()
    {
        var subscript = Assert.IsType<SubscriptExpression>(SyntaxDump.ParseExpression("a[1][2:3]"));

        Assert.Equal([false, true], subscript.Subscripts.Select(s => s.IsSlice));
    }

    [Fact]
    public void Queries_in_several_parentheses_may_start_an_expression()
    {
        Assert.IsType<ScalarSubquery>(SyntaxDump.ParseExpression("((select 1))"));
        Assert.IsType<BinaryOperation>(SyntaxDump.ParseExpression("((select 1) + 1)"));
        Assert.IsType<RowExpression>(SyntaxDump.ParseExpression("((select 1), 2)"));
        Assert.IsType<InSubqueryExpression>(SyntaxDump.ParseExpression("a in ((select 1))"));
        Assert.IsType<InListExpression>(SyntaxDump.ParseExpression("a in ((select 1), 2)"));
    }

    [Fact]
    public void Aggregates_keep_everything_around_them()
    {
        var call = Assert.IsType<FunctionCall>(SyntaxDump.ParseExpression(
            "percentile_cont(0.5) within group (order by a desc) filter (where b) over (partition by c rows 3 preceding)"));

        Assert.True(call.IsWithinGroup);
        Assert.Equal(SortDirection.Descending, call.OrderBy.Single().Direction);
        Assert.NotNull(call.Filter);
        var window = Assert.IsType<WindowSpecification>(call.Over);
        Assert.Equal(FrameBoundKind.OffsetPreceding, window.Frame!.Start.Kind);
        Assert.Equal(FrameBoundKind.CurrentRow, window.Frame.End.Kind);
    }
}
