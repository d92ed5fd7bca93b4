using System.Diagnostics;
using System.Text;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Lexing;
using Granary.Sql.Parsing;
using Granary.Sql.Syntax;
using Granary.Sql.Tests.Parsing;
using Xunit.Abstractions;

namespace Granary.Sql.Tests.Lexing;

/// <summary>
/// Goal: whatever the plain reader takes means the same to the parser. Method: lists of random literals and near misses
/// (seeded); if the reader reaches the end, its values must be those of the parser's tree; if it gives up, anything goes.
/// </summary>
public class PlainValuesAgreementTests(ITestOutputHelper output)
{
    private static readonly string[] Pieces =
    [
        "'a'", "''", "'it''s'", "'é😀'", "'a(b,c)'", "E'a\\n'", "$$a$$", "1", "-1", "- 1", "1.5", ".5", "1.", "1e5", "1e", "-1.5e-3", "2147483648",
        "null", "NULL", "true", "FALSE", "default", "$1", "now()", "date '2026-01-01'", "Date'x'", "interval '1'", "int '5'", "text 'a'",
        "array[1,2]", "array['a', null]", "ARRAY[]", "array [ 'x''y' ]", "::int", "::text", "::text[]", "::\"Text\"", "::jsonb", "::varchar(3)",
        "::double precision", " ", "\n", "\t", ",", ",", ",", "(", ")", "),(", ";", "+ 1", "--x\n", "/*x*/", "not", "x'1F'", "row", "'", "[", "]",
    ];

    [Fact]
    public void What_the_reader_takes_the_parser_reads_alike()
    {
        const int Seed = 4711;
        const int Rounds = 60_000;
        var random = new Random(Seed);
        var taken = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var text = RandomRows(random);
            if (ReadAll(text) is not { } rows)
                continue;
            taken++;
            Assert.True(Expected(text) == rows, $"seed {Seed}, round {round}: {text}\nreader: {rows}\nparser: {Expected(text)}");
        }

        Assert.True(taken > Rounds / 10, $"only {taken} of {Rounds} texts were plain");
    }

    private static string RandomRows(Random random)
    {
        var text = new StringBuilder("(");
        var count = random.Next(1, 7);
        for (var i = 0; i < count; i++)
        {
            if (i > 0 && random.Next(3) > 0)
                text.Append(random.Next(4) == 0 ? "),(" : ",");
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return text.Append(')').ToString();
    }

    private static string? ReadAll(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new PlainValuesReader(utf8, 0);
        var rows = new StringBuilder();
        while (true)
        {
            switch (reader.Read(out var value))
            {
                case PlainValuesStep.Value:
                    rows.Append(SyntaxDump.Of(ToExpression(value, utf8))).Append(' ');
                    break;
                case PlainValuesStep.EndOfRow:
                    rows.Append('|');
                    break;
                case PlainValuesStep.End:
                    return rows.ToString();
                default:
                    return null;
            }
        }
    }

    private static Expression ToExpression(PlainValueToken value, byte[] utf8)
    {
        var text = Encoding.UTF8.GetString(value.Text(utf8));
        Expression plain = value.Kind switch
        {
            PlainValueKind.Null => new NullLiteral(0),
            PlainValueKind.True => new BooleanLiteral(0, true),
            PlainValueKind.False => new BooleanLiteral(0, false),
            PlainValueKind.Default => new DefaultExpression(0),
            PlainValueKind.String => new StringLiteral(0, value.HasDoubledQuotes ? text.Replace("''", "'", StringComparison.Ordinal) : text),
            PlainValueKind.Number => int.TryParse(text, out var number) ? new IntegerLiteral(0, number) : new NumericLiteral(0, text),
            PlainValueKind.Array => ToArray(value, utf8),
            _ => throw new UnreachableException(),
        };
        return value.TypeLength == 0 ? plain : ToCast(plain, value, utf8);
    }

    private static ArrayExpression ToArray(PlainValueToken value, byte[] utf8)
    {
        var reader = PlainValuesReader.OverElements(utf8, value);
        var elements = new List<Expression>();
        while (reader.Read(out var element) == PlainValuesStep.Value)
            elements.Add(ToExpression(element, utf8));
        return new ArrayExpression(0, elements);
    }

    private static CastExpression ToCast(Expression operand, PlainValueToken value, byte[] utf8)
    {
        var isPrefix = value.TypeStart < value.Start;
        var type = Encoding.UTF8.GetString(value.TypeText(utf8));
        var cast = (CastExpression)SyntaxDump.ParseExpression(isPrefix ? $"{type} ''" : $"null::{type}");
        return cast with { Operand = operand };
    }

    private static string Expected(string text)
    {
        try
        {
            var insert = (InsertStatement)SqlParser.ParseStatement("insert into t values " + text)!;
            var rows = ((ValuesBody)((QuerySource)insert.Source).Query.Body).Rows;
            return string.Concat(rows.Select(row => string.Concat(row.Select(v => SyntaxDump.Of(v) + " ")) + "|"));
        }
        catch (GranaryException error) when (error.Message == "VALUES lists must all be the same length")
        {
            // The reader leaves the length of the rows to its user; check them one by one.
            return string.Concat(SplitRows(text).Select(Expected));
        }
    }

    private static IEnumerable<string> SplitRows(string text)
    {
        var (start, depth, inString) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            inString ^= text[i] == '\'';
            depth += inString ? 0 : text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] != ')' || depth > 0 || inString)
                continue;
            yield return text[start..(i + 1)];
            start = text.IndexOf('(', i);
            if (start < 0)
                yield break;
            i = start - 1;
        }
    }

    [Fact]
    public void A_bulk_insert_is_read_without_allocating()
    {
        const int Rows = 500;
        const int Columns = 27;
        var row = "(" + string.Join(",", Enumerable.Range(0, Columns).Select(i => i % 3 == 0 ? $"{i * 1001}" : $"'value {i} of a row, with some text'")) + ")";
        var utf8 = Encoding.UTF8.GetBytes("insert into t values " + string.Join(",", Enumerable.Repeat(row, Rows)));
        var head = PlainInsertHead.TryRead(utf8)!;
        Assert.Equal(Rows * Columns, Count(utf8, head.ValuesEnd));

        // the runtime itself allocates on this thread when it compiles anew: what the reader allocates, it does in every round
        var allocated = Enumerable.Range(0, 20).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Count(utf8, head.ValuesEnd);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, allocated);
        var clock = Stopwatch.StartNew();
        Count(utf8, head.ValuesEnd);
        output.WriteLine($"{utf8.Length} bytes, {Rows * Columns} values: {clock.Elapsed.TotalMicroseconds:F0} µs");
    }

    private static int Count(byte[] utf8, int position)
    {
        var reader = new PlainValuesReader(utf8, position);
        var count = 0;
        while (true)
        {
            switch (reader.Read(out _))
            {
                case PlainValuesStep.Value:
                    count++;
                    break;
                case PlainValuesStep.End:
                    return count;
                case PlainValuesStep.NotPlain:
                    return -1;
            }
        }
    }
}
