using System.Text;
using Granary.Sql.Lexing;

namespace Granary.Sql.Tests.Lexing;

public class PlainValuesReaderTests
{
    [Theory]
    [InlineData("('a')", "String:a")]
    [InlineData(" ( 'it''s' , 1 ) ; ", "String:it''s* Number:1")]
    [InlineData("(NULL,true,False,DEFAULT)", "Null True False Default")]
    [InlineData("(-1,1.5,.5,1e5,-2.5E-3)", "Number:-1 Number:1.5 Number:.5 Number:1e5 Number:-2.5E-3")]
    [InlineData("('{}'::jsonb, 5::int8, null::text[])", "String:{}<jsonb> Number:5<int8> Null<text[]>")]
    [InlineData("(date '2026-01-01',TIMESTAMP'x')", "String:2026-01-01<date> String:x<TIMESTAMP>")]
    [InlineData("(ARRAY['a,b', NULL, 3]::text[], array[])", "Array:'a,b', NULL, 3<text[]> Array:")]
    [InlineData("(1),(2);;", "Number:1 | Number:2")]
    [InlineData("('é)')", "String:é)")]
    public void Plain_literals_are_read(string text, string values) => Assert.Equal(values, Describe(text));

    [Theory]
    [InlineData("")]
    [InlineData("()")]
    [InlineData("(1")]
    [InlineData("(1,)")]
    [InlineData("(1) returning a")]
    [InlineData("(1); select 2")]
    [InlineData("(1) -- x")]
    [InlineData("(/* x */ 1)")]
    [InlineData("(1 + 1)")]
    [InlineData("(now())")]
    [InlineData("(E'a')")]
    [InlineData("(b'1')")]
    [InlineData("(U&'a')")]
    [InlineData("($$a$$)")]
    [InlineData("($1)")]
    [InlineData("('a'\n'b')")]
    [InlineData("('a' 'b')")]
    [InlineData("('a)")]
    [InlineData("(1a)")]
    [InlineData("(0x1F)")]
    [InlineData("(1_000)")]
    [InlineData("(1..2)")]
    [InlineData("(--1)")]
    [InlineData("(- 1)")]
    [InlineData("(-1::int2)")]
    [InlineData("(1::timestamp with time zone)")]
    [InlineData("(1::varchar(3))")]
    [InlineData("(1::int::text)")]
    [InlineData("(not 'a')")]
    [InlineData("(default::int)")]
    [InlineData("(array[array[1]])")]
    [InlineData("(array[default])")]
    [InlineData("(nullx)")]
    [InlineData("(row(1))")]
    public void Anything_else_is_left_to_the_parser(string text) => Assert.Null(Describe(text));

    [Fact]
    public void Elements_of_an_array_are_read_by_a_reader_of_their_own()
    {
        var utf8 = "(array['a''b', null, -3 ])"u8;
        var reader = new PlainValuesReader(utf8, 0);
        reader.Read(out var array);

        var elements = PlainValuesReader.OverElements(utf8, array);
        var texts = new List<string>();
        while (elements.Read(out var element) == PlainValuesStep.Value)
            texts.Add(Encoding.UTF8.GetString(element.Text(utf8)));

        Assert.Equal(["a''b", "null", "-3"], texts);
    }

    /// <summary>The values of all rows as text, or null if the reader gave up.</summary>
    private static string? Describe(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new PlainValuesReader(utf8, 0);
        var values = new List<string>();
        while (true)
        {
            switch (reader.Read(out var value))
            {
                case PlainValuesStep.Value:
                    values.Add(Describe(value, utf8));
                    break;
                case PlainValuesStep.EndOfRow:
                    values.Add("|");
                    break;
                case PlainValuesStep.End:
                    return string.Join(' ', values.SkipLast(1));
                default:
                    return null;
            }
        }
    }

    private static string Describe(PlainValueToken value, byte[] utf8)
    {
        var hasText = value.Kind is PlainValueKind.String or PlainValueKind.Number or PlainValueKind.Array;
        return value.Kind + (hasText ? ":" + Encoding.UTF8.GetString(value.Text(utf8)) : "") + (value.HasDoubledQuotes ? "*" : "")
            + (value.TypeLength > 0 ? $"<{Encoding.UTF8.GetString(value.TypeText(utf8))}>" : "");
    }
}
