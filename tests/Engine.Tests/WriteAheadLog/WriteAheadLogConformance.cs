using Granary.Engine.WriteAheadLog;
using Granary.Grains.Interfaces.Columns;
using Granary.Testing;

namespace Granary.Engine.Tests.WriteAheadLog;

/// <summary>What every kind of write-ahead log must do.</summary>
public abstract class WriteAheadLogConformance : IAsyncLifetime
{
    protected const long Epoch = 3;

    protected TemporaryDirectory Directory { get; } = new();

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync()
    {
        Directory.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The log of another process over the same disk, database or store.</summary>
    protected abstract IWriteAheadLog Open();

    /// <summary>Gives the grain to an owner, as the directory does.</summary>
    protected virtual Task OwnAsync(string grain, long epoch) => Task.CompletedTask;

    /// <summary>Gives the grain to an owner, who opens it in this log.</summary>
    protected async Task<long> AcquireAsync(IWriteAheadLog log, string grain, long epoch = Epoch)
    {
        await OwnAsync(grain, epoch);
        return Assert.IsType<WalAcquireResult.Acquired>(await log.AcquireAsync(grain, epoch, CancellationToken.None)).LastSequence;
    }

    internal static WalEntry Entry(string grain, long sequence, int rows = 1, string? text = null, long epoch = Epoch) =>
        new(grain, epoch, sequence, FirstHotDay: 20_000, WalPayload.Encode(grain, [Batch(sequence, rows, text)]));

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
            Assert.Equal((0, 0), (await AcquireAsync(log, "p/odd"), await AcquireAsync(log, "p/even")));
            for (var i = 1; i <= 20; i++) await AppendAsync(log, i % 2 == 0 ? "p/even" : "p/odd", i, rows: i);
        }

        await using var reopened = Open();
        var last = (await AcquireAsync(reopened, "p/odd"), await AcquireAsync(reopened, "p/even"), await AcquireAsync(reopened, "p/none"));
        Assert.Equal((19, 20, 0), last);
        Assert.Equal([1, 3, 5, 7, 9, 11, 13, 15, 17, 19], await SequencesAsync(reopened, "p/odd"));
        Assert.Equal([18, 20], await SequencesAsync(reopened, "p/even", after: 16));
        Assert.Empty(await SequencesAsync(reopened, "p/none"));
        await foreach (var record in reopened.ReadAsync("p/even", 18, CancellationToken.None))
        {
            Assert.Equal((Epoch, 20, 20), (record.Epoch, record.Sequence, record.Batches[0].RowCount));
            Assert.Equal("row 19 of 20"u8.ToArray(), record.Batches[0].Columns[1].GetBytes(19).ToArray());
        }
    }

    [Fact]
    public async Task A_new_owner_in_the_same_process_reads_what_the_last_one_left()
    {
        await using var log = Open();
        await AcquireAsync(log, "p/a");
        for (var i = 1; i <= 6; i++) await AppendAsync(log, "p/a", i);
        log.Release("p/a", Epoch, 4);
        log.Leave("p/a", Epoch);
        Assert.Equal(6, await AcquireAsync(log, "p/a", epoch: 4));
        Assert.Equal([5, 6], await SequencesAsync(log, "p/a", after: 4));
    }

    [Fact]
    public async Task What_a_grain_has_released_is_not_read_again()
    {
        await using var log = Open();
        await AcquireAsync(log, "p/a");
        for (var i = 1; i <= 6; i++) await AppendAsync(log, "p/a", i);
        log.Release("p/a", Epoch, 4);
        log.Release("p/a", Epoch, 2);
        Assert.Equal([5, 6], await SequencesAsync(log, "p/a"));
    }

    [Fact]
    public async Task Records_come_in_the_order_of_their_sequences()
    {
        await using (var log = Open())
        {
            await AcquireAsync(log, "p/a");
            foreach (var sequence in new[] { 2L, 1, 4, 3 }) await AppendAsync(log, "p/a", sequence);
        }

        await using var reopened = Open();
        Assert.Equal(4, await AcquireAsync(reopened, "p/a"));
        Assert.Equal([1, 2, 3, 4], await SequencesAsync(reopened, "p/a"));
    }

    [Fact]
    public async Task Sixteen_writers_at_once_lose_nothing_and_mix_nothing_up()
    {
        const int PerWriter = 100;
        await using (var log = Open())
        {
            await Parallel.ForAsync(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (writer, _) =>
            {
                await AcquireAsync(log, $"p/{writer}");
                for (var i = 1; i <= PerWriter; i++) await AppendAsync(log, $"p/{writer}", i, rows: 1 + i % 3);
            });
        }

        await using var reopened = Open();
        for (var writer = 0; writer < 16; writer++)
        {
            await AcquireAsync(reopened, $"p/{writer}");
            Assert.Equal(Enumerable.Range(1, PerWriter).Select(i => (long)i), await SequencesAsync(reopened, $"p/{writer}"));
        }
    }

    [Fact]
    public async Task One_grains_appends_may_all_be_on_their_way_at_once()
    {
        await using (var log = Open())
        {
            await AcquireAsync(log, "p/a");
            await Task.WhenAll(Enumerable.Range(1, 300).Select(i => AppendAsync(log, "p/a", i)));
        }

        await using var reopened = Open();
        await AcquireAsync(reopened, "p/a");
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (long)i), await SequencesAsync(reopened, "p/a"));
    }

    [Fact]
    public async Task A_record_may_be_larger_than_everything_else()
    {
        await using (var log = Open())
        {
            await AcquireAsync(log, "p/a");
            await AppendAsync(log, "p/a", 1);
            await AppendAsync(log, "p/a", 2, rows: 3, new string('x', 3_000_000));
            await AppendAsync(log, "p/a", 3);
            await AppendAsync(log, "p/a", 4, rows: 1, new string('y', 64 << 20));
        }

        await using var reopened = Open();
        await AcquireAsync(reopened, "p/a");
        Assert.Equal([1, 2, 3, 4], await SequencesAsync(reopened, "p/a"));
    }

    [Fact]
    public async Task Appends_after_the_end_are_refused_and_store_nothing()
    {
        var log = Open();
        await AcquireAsync(log, "p/a");
        await log.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.AppendAsync(Entry("p/a", 1)));
    }
}
