using System.Text;
using Granary.Gateway.Postgres.Copying;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using ColumnDefinition = Granary.Grains.Interfaces.Tables.ColumnDefinition;

namespace Granary.Gateway.Tests.Copying;

/// <summary>Goal: a long COPY fills the same buffers again and again, and never those of a batch that somebody kept.</summary>
public sealed class CopyReuseTests
{
    private const int BatchRows = 16 * 1024;

    private static readonly ColumnDefinition[] Columns = [new("n", DataType.Int64), new("text", DataType.Text), new("list", DataType.Array(DataType.Text))];

    [Fact]
    public void A_batch_given_back_is_filled_again_without_new_buffers()
    {
        using var reader = Reader();
        var lines = Lines(0);
        for (var warmUp = 0; warmUp < 3; warmUp++) reader.Reuse(Read(reader, lines));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 10; round++) reader.Reuse(Read(reader, lines));
        var perRound = (GC.GetAllocatedBytesForCurrentThread() - before) / 10;
        Assert.True(perRound < lines.Length / 8, $"{perRound} bytes for {lines.Length} bytes of text");
    }

    [Fact]
    public void A_batch_that_was_kept_stays_as_it_was()
    {
        using var reader = Reader();
        var kept = new List<CopyBatch>();
        for (var round = 0; round < 6; round++)
        {
            var batch = Read(reader, Lines(round));
            if (round % 2 == 0) kept.Add(batch);
            else reader.Reuse(batch);
        }

        for (var i = 0; i < kept.Count; i++) AssertHolds(kept[i].Rows, round: 2 * i);
    }

    [Fact]
    public void A_batch_in_used_buffers_holds_its_own_rows_only()
    {
        using var reader = Reader();
        reader.Reuse(Read(reader, Lines(0)));
        // NULLs over what were values, and fewer bytes
        var nulls = Read(reader, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\\N\t\\N\t\\N\n", BatchRows - 1)) + "7\tx\t{y}\n"));
        for (var column = 0; column < 3; column++)
            for (var row = 0; row < BatchRows - 1; row++)
                Assert.True(nulls.Rows.Columns[column].IsNull(row) && (column == 0 || nulls.Rows.Columns[column].Offsets[row + 1] == 0));
        Assert.Equal((7L, "x"), (nulls.Rows.Columns[0].Get<long>(BatchRows - 1), Encoding.UTF8.GetString(nulls.Rows.Columns[1].GetBytes(BatchRows - 1))));
        reader.Reuse(nulls);
        AssertHolds(Read(reader, Lines(3)).Rows, 3);
    }

    private static void AssertHolds(ColumnBatch rows, int round)
    {
        Assert.Equal(BatchRows, rows.RowCount);
        for (var row = 0; row < BatchRows; row += 97)
        {
            Assert.Equal(round * 1_000_000L + row, rows.Columns[0].Get<long>(row));
            Assert.Equal($"text {round} {row}", Encoding.UTF8.GetString(rows.Columns[1].GetBytes(row)));
            Assert.Equal($"item {round}", Encoding.UTF8.GetString(rows.Columns[2].GetList(row).GetBytes(1)));
        }
    }

    private static CopyReader Reader() => CopyReader.Create(CopyOptions.Read([], isFrom: true), "t", Columns, WireContext.Default);

    private static byte[] Lines(int round) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, BatchRows).Select(row => $"{round * 1_000_000L + row}\ttext {round} {row}\t{{{row},item {round}}}\n")));

    private static CopyBatch Read(CopyReader reader, byte[] lines)
    {
        reader.Push(lines);
        var batch = reader.Take();
        Assert.NotNull(batch);
        Assert.Null(reader.Take());
        return batch;
    }
}
