using Granary.Engine.WriteAheadLog;
using Granary.Grains.Interfaces.Columns;
using Granary.Testing;

namespace Granary.Engine.Tests.WriteAheadLog;

/// <summary>What every kind of write-ahead log must do.</summary>
public abstract class WriteAheadLogConformance : IDisposable
{
    protected TemporaryDirectory Directory { get; } = new();

    protected abstract IWriteAheadLog Open();

    public void Dispose()
    {
        Directory.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static WalEntry Entry(string grain, long sequence, int rows = 1, string? text = null) =>
        new(grain, Epoch: 3, sequence, FirstHotDay: 20_000, WalPayload.Encode(grain, [Batch(sequence, rows, text)]));

    protected static ColumnBatch Batch(long sequence, int rows, string? text = null)
    {
        var builder = new BatchBuilder(["n", "s"], [DataType.Int64, DataType.Text]);
        for (var row = 0; row < rows; row++)
        {
            builder.Columns[0].Append(sequence * 1000 + row);
            builder.Columns[1].AppendBytes(System.Text.Encoding.UTF8.GetBytes(text ?? $"row {row} of {sequence}"));
            builder.EndRow();
        }

        return builder.ToBatch();
    }

    protected static async Task AppendAsync(IWriteAheadLog log, string grain, long sequence, int rows = 1, string? text = null) =>
        Assert.IsType<WalAppendResult.Appended>(await log.AppendAsync(Entry(grain, sequence, rows, text)));

    protected static async Task<List<long>> SequencesAsync(IWriteAheadLog log, string grain, long after = 0)
    {
        var sequences = new List<long>();
        await foreach (var record in log.ReadAsync(grain, after, CancellationToken.None))
        {
            Assert.Equal(3, record.Epoch);
            Assert.Equal(20_000, record.FirstHotDay);
            Assert.Equal(record.Sequence * 1000, record.Batches[0].Columns[0].Values<long>()[0]);
            sequences.Add(record.Sequence);
        }

        return sequences;
    }

    [Fact]
    public async Task Promise1_what_was_appended_is_read_back_by_the_next_opening()
    {
        await using (var log = Open())
        {
            for (var i = 1; i <= 20; i++) await AppendAsync(log, i % 2 == 0 ? "p/even" : "p/odd", i, rows: i);
        }

        await using var reopened = Open();
        Assert.Equal(["p/even", "p/odd"], reopened.GrainsToRecover);
        Assert.Equal([1, 3, 5, 7, 9, 11, 13, 15, 17, 19], await SequencesAsync(reopened, "p/odd"));
        Assert.Equal([18, 20], await SequencesAsync(reopened, "p/even", after: 16));
        Assert.Empty(await SequencesAsync(reopened, "p/none"));
        Assert.Equal((19, 20, 0), (reopened.LastSequence("p/odd"), reopened.LastSequence("p/even"), reopened.LastSequence("p/none")));
    }

    [Fact]
    public async Task A_new_owner_in_the_same_process_reads_what_the_last_one_left()
    {
        await using var log = Open();
        for (var i = 1; i <= 6; i++) await AppendAsync(log, "p/a", i);
        log.Release("p/a", 4);
        Assert.Equal([5, 6], await SequencesAsync(log, "p/a"));
        Assert.Equal(6, log.LastSequence("p/a"));
    }

    [Fact]
    public async Task Records_come_in_the_order_of_their_sequences()
    {
        await using (var log = Open())
        {
            foreach (var sequence in new[] { 2L, 1, 4, 3 }) await AppendAsync(log, "p/a", sequence);
        }

        await using var reopened = Open();
        Assert.Equal([1, 2, 3, 4], await SequencesAsync(reopened, "p/a"));
    }

    [Fact]
    public async Task Sixteen_writers_at_once_lose_nothing_and_mix_nothing_up()
    {
        const int PerWriter = 200;
        await using (var log = Open())
        {
            await Parallel.ForAsync(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (writer, _) =>
            {
                for (var i = 1; i <= PerWriter; i++) await AppendAsync(log, $"p/{writer}", i, rows: 1 + i % 3);
            });
        }

        await using var reopened = Open();
        for (var writer = 0; writer < 16; writer++)
            Assert.Equal(Enumerable.Range(1, PerWriter).Select(i => (long)i), await SequencesAsync(reopened, $"p/{writer}"));
    }

    [Fact]
    public async Task Released_grains_are_not_to_recover()
    {
        await using (var log = Open())
        {
            await AppendAsync(log, "p/a", 1);
            await AppendAsync(log, "p/b", 1);
        }

        await using var reopened = Open();
        reopened.Release("p/a", 1);
        Assert.Equal(["p/b"], reopened.GrainsToRecover);
    }

    [Fact]
    public async Task A_record_may_be_larger_than_everything_else()
    {
        var text = new string('x', 3_000_000);
        await using (var log = Open())
        {
            await AppendAsync(log, "p/a", 1);
            await AppendAsync(log, "p/a", 2, rows: 3, text);
            await AppendAsync(log, "p/a", 3);
        }

        await using var reopened = Open();
        Assert.Equal([1, 2, 3], await SequencesAsync(reopened, "p/a"));
    }
}
