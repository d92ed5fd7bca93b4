using System.Text;
using Granary.Gateway.Ingest;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;
using Granary.Sql.Lexing;

namespace Granary.Gateway.Tests.Ingest;

public sealed class PlainInsertDecoderTests
{
    private static readonly TableSchema Table = new("t",
    [
        new("i", DataType.Int32), new("f", DataType.Float64), new("s", DataType.Text), new("b", DataType.Boolean), new("ts", DataType.TimestampTz),
        new("j", DataType.Jsonb), new("a", DataType.Array(DataType.Text)) { Default = ColumnDefault.EmptyArray }, new("n", DataType.Array(DataType.Int64)),
    ]);

    [Fact]
    public void Rows_of_plain_values_become_columns()
    {
        var batch = Decode("insert into t (i, s, ts, j, a, b) values (1, 'it''s', '2026-01-05 00:00Z', '{\"b\":1,\"a\":2}', '{x,y}', true), (-2, NULL, timestamptz 'epoch', '1'::jsonb, ARRAY['p', NULL], false), (3, 7, null, null, default, 'on');");
        Assert.NotNull(batch);
        Assert.Equal(3, batch.RowCount);
        Assert.Equal([1, -2, 3], batch.Columns[0].Values<int>().ToArray());
        Assert.Equal("it's"u8, batch.Columns[1].GetBytes(0));
        Assert.True(batch.Columns[1].IsNull(1));
        Assert.Equal("7"u8, batch.Columns[1].GetBytes(2));
        Assert.Equal("{\"a\": 2, \"b\": 1}"u8, batch.Columns[3].GetBytes(0));
        Assert.Equal(2, batch.Columns[4].GetList(1).Length);
        Assert.Equal(0, batch.Columns[4].GetList(2).Length);
        Assert.False(batch.Columns[4].IsNull(2));
        Assert.Equal([1, 0, 1], batch.Columns[5].Values<byte>().ToArray());
    }

    [Theory]
    [InlineData("insert into t (i) values ('x')")] // wrong: the slow path has the position
    [InlineData("insert into t (i) values (1.5)")] // rounded by a cast
    [InlineData("insert into t (s) values (007)")] // the text of a number is its canonical one
    [InlineData("insert into t (s) values (1.5)")]
    [InlineData("insert into t (ts) values (5)")]
    [InlineData("insert into t (b) values (1)")]
    [InlineData("insert into t (i) values (1 + 1)")]
    [InlineData("insert into t (i, i) values (1, 2)")]
    [InlineData("insert into t (nix) values (1)")]
    [InlineData("insert into t (i) values (1, 2)")]
    [InlineData("insert into t (i, s) values (1)")]
    [InlineData("insert into t (i) values (1) returning i")]
    [InlineData("insert into t (i) values ('1'::bigint)")]
    [InlineData("insert into t (n) values (ARRAY['1'])")]
    [InlineData("insert into t (n) values (ARRAY[NULL])")]
    [InlineData("insert into t (a) values (ARRAY[])")]
    [InlineData("insert into t (a) values (ARRAY[1])")]
    [InlineData("insert into t (j) values ('{')")]
    [InlineData("insert into t (s) values (E'a\\n')")]
    [InlineData("insert into t (i) values (99999999999)")]
    public void What_needs_thought_is_left_to_the_slow_path(string sql) => Assert.Null(Decode(sql));

    private static ColumnBatch? Decode(string sql)
    {
        var utf8 = Encoding.UTF8.GetBytes(sql);
        var head = PlainInsertHead.TryRead(utf8);
        return head is null ? null : PlainInsertDecoder.TryDecode(utf8, head, Table, WireContext.Default, 0);
    }
}
