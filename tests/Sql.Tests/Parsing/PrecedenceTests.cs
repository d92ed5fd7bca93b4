namespace Granary.Sql.Tests.Parsing;

/// <summary>Parentheses leave no trace in the tree, so a text and its fully parenthesised form must give the same tree.</summary>
public class PrecedenceTests
{
    [Theory]
    [InlineData("a or b and c", "a or (b and c)")]
    [InlineData("not a and b", "(not a) and b")]
    [InlineData("not a = b", "not (a = b)")]
    [InlineData("not a is null", "not (a is null)")]
    [InlineData("a = b is null", "(a = b) is null")]
    [InlineData("a is null = b", "(a is null) = b")]
    [InlineData("a = b like c", "a = (b like c)")]
    [InlineData("a < b + c", "a < (b + c)")]
    [InlineData("a between b and c and d", "(a between b and c) and d")]
    [InlineData("a between b = c and d", "a between (b = c) and d")]
    [InlineData("a in (b) = c", "(a in (b)) = c")]
    [InlineData("a = b in (c)", "a = (b in (c))")]
    [InlineData("a -> b = c", "(a -> b) = c")]
    [InlineData("a ->> b is null", "(a ->> b) is null")]
    [InlineData("a -> b + c", "a -> (b + c)")]
    [InlineData("a -> b -> c", "(a -> b) -> c")]
    [InlineData("a and j ->> 'a' = '1'", "a and ((j ->> 'a') = '1')")]
    [InlineData("a || b like c || d", "(a || b) like (c || d)")]
    [InlineData("a + b * c", "a + (b * c)")]
    [InlineData("a - b - c", "(a - b) - c")]
    [InlineData("a * b ^ c ^ d", "a * ((b ^ c) ^ d)")]
    [InlineData("- a ^ b", "(- a) ^ b")]
    [InlineData("- a::int", "- (a::int)")]
    [InlineData("- a[1]", "- (a[1])")]
    [InlineData("@ a + b", "@ (a + b)")]
    [InlineData("@ a || b", "(@ a) || b")]
    [InlineData("a * @ b + c", "a * (@ (b + c))")]
    [InlineData("a at time zone b at time zone c", "(a at time zone b) at time zone c")]
    [InlineData("- a at time zone b", "(- a) at time zone b")]
    [InlineData("a || b collate c", "a || (b collate c)")]
    [InlineData("a operator(pg_catalog.+) b * c", "a operator(pg_catalog.+) (b * c)")]
    [InlineData("a + b operator(pg_catalog.*) c", "(a + b) operator(pg_catalog.*) c")]
    [InlineData("a = any (b) and c", "(a = any (b)) and c")]
    [InlineData("a is distinct from b + c", "a is distinct from (b + c)")]
    [InlineData("a like b escape c and d", "(a like b escape c) and d")]
    [InlineData("a <> b or c >= d", "(a <> b) or (c >= d)")]
    public void Operators_bind_as_in_PostgreSQL(string text, string parenthesised)
        => Assert.Equal(SyntaxDump.Expression(parenthesised), SyntaxDump.Expression(text));

    [Theory]
    [InlineData("a + (b - c)", "a + b - c")]
    [InlineData("(a or b) and c", "a or b and c")]
    [InlineData("a and (b and c)", "a and b and c")]
    public void Parentheses_change_what_they_should(string text, string other)
        => Assert.NotEqual(SyntaxDump.Expression(other), SyntaxDump.Expression(text));
}
