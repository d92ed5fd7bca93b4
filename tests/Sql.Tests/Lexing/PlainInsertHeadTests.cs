using System.Text;
using Granary.Sql.Lexing;

namespace Granary.Sql.Tests.Lexing;

public class PlainInsertHeadTests
{
    [Theory]
    [InlineData("insert into t values (1)", "t", "")]
    [InlineData("INSERT INTO Public.\"My T\" (A, \"b\"\"c\", name)\n VALUES('é')", "public.My T", "a,b\"c,name")]
    [InlineData("-- c\ninsert into t(a)values(1)", "t", "a")]
    public void Plain_heads_are_read(string text, string target, string columns)
    {
        var head = PlainInsertHead.TryRead(Encoding.UTF8.GetBytes(text))!;

        Assert.Equal(target, string.Join('.', head.Target));
        Assert.Equal(columns, string.Join(',', head.Columns));
        Assert.StartsWith("(", text[head.ValuesEnd..].TrimStart(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("insert into t select 1")]
    [InlineData("insert into t as x values (1)")]
    [InlineData("insert into t (a[1]) values (1)")]
    [InlineData("insert into é values (1)")]
    [InlineData("insert into t default values")]
    [InlineData("with a as (select 1) insert into t values (1)")]
    public void Other_heads_are_left_to_the_parser(string text) => Assert.Null(PlainInsertHead.TryRead(Encoding.UTF8.GetBytes(text)));
}
