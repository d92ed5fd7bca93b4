using System.Buffers;
using System.Text;
using Granary.Gateway.Postgres.Copying;
using Granary.Gateway.Postgres.Types;
using Granary.Gateway.Tests.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql;
using Granary.Sql.Syntax;
using Granary.Testing.Postgres;
using ColumnDefinition = Granary.Grains.Interfaces.Tables.ColumnDefinition;

namespace Granary.Gateway.Tests.Copying;

/// <summary>
/// Goal: COPY reads, writes and refuses as PostgreSQL does. Method: the same data go into a real PostgreSQL and through our
/// reader, cut into pieces at random; what both then write must be equal, and so must errors with their context.
/// </summary>
[Collection(nameof(PostgresCollection))]
public sealed class CopyAgainstPostgresTests(PostgresFixture postgres)
{
    private static readonly ColumnDefinition[] Columns =
    [
        new("a", DataType.Int32), new("b", DataType.Text), new("c", DataType.TimestampTz), new("d", DataType.Jsonb), new("e", DataType.Array(DataType.Text)),
    ];

    public static TheoryData<string, string> TextData => new()
    {
        { "", "1\tx\t2026-01-05 00:00:00+00\t{\"b\": 1, \"a\": 2}\t{a,\"b c\"}\n" },
        { "", "\\N\t\\N\t\\N\t\\N\t\\N\n" },
        { "", "1\ta\\tb\\nc\\\\d\\x41\\101\\q\\b\\f\\r\\v\t\\N\t\\N\t\\N\n2\t\t\\N\t\\N\t\\N" },
        { "", "1\ta\\\nb\t\\N\t\\N\t\\N\n" },
        { "", "1\tx\t\\N\t\\N\t\\N\n\\.\nrubbish\n" },
        { "", "1\tx\t\\N\t\\N\t\\N\r\n2\ty\t\\N\t\\N\t\\N\r\n" },
        { "", "1\tx\t\\N\t\\N\t\\N\r2\ty\t\\N\t\\N\t\\N\r" },
        { "", "1\tx\t\\N\t\\N\t\\N\n2\ty\r\t\\N\t\\N\t\\N\n" },
        { "", "1\tx\t\\N\t\\N\t\\N\r\n2\ty\t\\N\t\\N\t\\N\n" },
        { "", "1\tx\n" },
        { "", "1\tx\t\\N\t\\N\t\\N\tmore\n" },
        { "", "1\tx\t\\N\t\\N\t\\N\nzwei\tx\t\\N\t\\N\t\\N\n" },
        { "", "1\tx\tyesterdayish\t\\N\t\\N\n" },
        { "", "1\tx\t\\N\t{\"a\":}\t\\N\n" },
        { "", "1\tx\t\\N\t\\N\t{a\n" },
        { "", "\n" },
        { "", "" },
        { "", "99999999999\tx\t\\N\t\\N\t\\N\n" },
        { "", "1\t" + "ü" + "\t\\N\t\\N\t\\N\n" },
        { "delimiter '|', null 'nix'", "1|x|nix|nix|nix\n2|nix|2026-01-05|null|{}\n" },
        { "header true", "whatever\n1\tx\t\\N\t\\N\t\\N\n" },
        { "header match", "a\tb\tc\td\te\n1\tx\t\\N\t\\N\t\\N\n" },
        { "header match", "a\tb\tc\td\tf\n1\tx\t\\N\t\\N\t\\N\n" },
        { "header match", "a\tb\n1\tx\t\\N\t\\N\t\\N\n" },
        { "format csv", "1,x,2026-01-05 00:00:00+00,\"{\"\"a\"\": 1}\",\"{a,b}\"\n2,,,,\n" },
        { "format csv", "1,\"\",,,\n2,\"a\nb\",,,\n3,\"a,b\"c\"d\",,,\n" },
        { "format csv", "1,\"open,,,\n" },
        { "format csv", "1,x,,\n" },
        { "format csv", "1,x,,,,\n" },
        { "format csv", "x,y,,,\n" },
        { "format csv", "1,a,,,\r\n2,b,,,\r\n" },
        { "format csv", "1,a\r,,,\n" },
        { "format csv", "1,a,,,\n\\.\n2,b,,,\n" },
        { "format csv, header true", "a,b,c,d,e\n1,x,,,\n" },
        { "format csv, quote '''', escape '\\'", "1,'it\\'s',,,\n2,'a\\\\b',,,\n" },
        { "format csv, force_null (b), null 'N'", "1,\"N\",N,N,N\n" },
        { "format csv, force_not_null (b), null 'N'", "1,N,N,N,N\n" },
        { "format csv, delimiter ';'", "1;x;;;\n" },
    };

    [Theory]
    [MemberData(nameof(TextData))]
    public void Data_are_read_and_refused_as_PostgreSQL_does(string options, string data)
    {
        using var connection = new RawConnection(postgres.Server.Port);
        connection.Query("create temp table t(a int, b text, c timestamptz, d jsonb, e text[])");
        var bytes = Encoding.UTF8.GetBytes(data);
        var expected = connection.CopyIn($"copy t from stdin with ({(options.Length == 0 ? "format text" : options)})", bytes);
        for (var seed = 0; seed < 8; seed++)
        {
            var (batches, refused) = Read(options, bytes, seed);
            if (expected.Error is { } error)
            {
                Assert.True(refused is not null, $"seed {seed}: taken, PostgreSQL says {error['M']}");
                Assert.Equal((error['C'], error['M'], error.GetValueOrDefault('W')), (refused.SqlState, refused.Message, refused.Where));
                continue;
            }

            Assert.True(refused is null, $"seed {seed}: refused: {refused?.Message} {refused?.Where}");
            foreach (var format in (string[])["text", "csv", "binary"])
            {
                var copied = connection.Query($"copy t to stdout with (format {format})").CopyData;
                Assert.Equal(copied, Write($"format {format}", batches));
            }

            var quoted = connection.Query("copy t to stdout with (format csv, header, force_quote *, delimiter ';')").CopyData;
            Assert.Equal(quoted, Write("format csv, header, force_quote *, delimiter ';'", batches));
        }
    }

    [Fact]
    public void Binary_data_are_read_however_they_are_cut()
    {
        using var connection = new RawConnection(postgres.Server.Port);
        connection.Query("create temp table t(a int, b text, c timestamptz, d jsonb, e text[])");
        connection.Query("insert into t select i, repeat('x', i % 50), '2026-01-05'::timestamptz + i * interval '1 s', jsonb_build_object('k', i), array['a', null, i::text] from generate_series(1, 500) i");
        var binary = connection.Query("copy t to stdout with (format binary)").CopyData;
        var text = connection.Query("copy t to stdout").CopyData;
        for (var seed = 0; seed < 5; seed++)
        {
            var (batches, refused) = Read("format binary", binary, seed);
            Assert.True(refused is null, $"seed {seed}: {refused?.Message}");
            Assert.Equal(text, Write("format text", batches));
        }
    }

    [Fact]
    public void A_binary_stream_cut_anywhere_is_refused_or_whole_rows_only()
    {
        using var connection = new RawConnection(postgres.Server.Port);
        var binary = connection.Query("copy (select 7, 'x'::text, null::timestamptz, null::jsonb, '{a}'::text[]) to stdout with (format binary)").CopyData;
        for (var length = 0; length < binary.Length - 2; length++)
        {
            var (batches, refused) = Read("format binary", binary.AsSpan(0, length).ToArray(), length);
            Assert.True(refused is { SqlState: SqlState.BadCopyFileFormat } || batches.Count == 0, $"cut at {length}");
        }
    }

    private static (List<ColumnBatch> Batches, GranaryException? Refused) Read(string options, byte[] data, int seed)
    {
        var random = new Random(seed);
        var batches = new List<ColumnBatch>();
        using var reader = CopyReader.Create(CopyOptions.Read(Options(options), isFrom: true), "t", Columns, WireContext.Default);
        try
        {
            for (var at = 0; at < data.Length;)
            {
                var length = seed == 0 ? data.Length : Math.Min(random.Next(1, 40), data.Length - at);
                reader.Push(data.AsSpan(at, length));
                at += length;
            }

            reader.Complete();
            while (reader.Take() is { } batch) batches.Add(batch.Rows);
            return (batches, null);
        }
        catch (GranaryException refused)
        {
            return ([], refused);
        }
    }

    private static byte[] Write(string options, List<ColumnBatch> batches)
    {
        var columns = Columns.Select(column => new ResultColumn(column.Name, WireTypes.TypeOf(column.Type))).ToArray();
        using var writer = CopyWriter.Create(CopyOptions.Read(Options(options), isFrom: false), columns, WireContext.Default);
        var output = new ArrayBufferWriter<byte>();
        writer.Begin(output);
        foreach (var batch in batches) writer.Write(batch, 0, batch.RowCount, output);
        writer.End(output);
        var data = new MemoryStream();
        for (var messages = output.WrittenSpan; messages.Length > 0;)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(messages[1..]);
            data.Write(messages.Slice(5, length - 4));
            messages = messages[(1 + length)..];
        }

        return data.ToArray();
    }

    // the options' text as the parser gives it
    private static List<UtilityOption> Options(string text)
    {
        var options = new List<UtilityOption>();
        foreach (var part in text.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var space = part.IndexOf(' ');
            var (name, value) = space < 0 ? (part, null) : (part[..space], part[(space + 1)..]);
            options.Add(new UtilityOption(0, name, value switch
            {
                null => null,
                "*" => new OptionStar(0),
                _ when value[0] == '(' => new OptionList(0, [value.Trim('(', ')')]),
                _ => new OptionText(0, value[0] == '\'' ? value[1..^1].Replace("''", "'") : value),
            }));
        }

        return options;
    }
}
