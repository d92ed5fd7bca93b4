using Granary.Engine.WriteAheadLog;

namespace Granary.Engine.Tests.WriteAheadLog;

/// <summary>What a log that several silos share must do besides: fence.</summary>
public abstract class SharedWriteAheadLogConformance : WriteAheadLogConformance
{
    /// <summary>As many grains as the kind can open in a few seconds.</summary>
    protected virtual int ManyGrains => 2000;

    [Fact]
    public async Task Promise5_an_older_owner_stores_nothing_once_a_newer_has_acquired_the_grain()
    {
        await using var old = Open();
        await using var young = Open();
        await AcquireAsync(old, "p/a");
        await AppendAsync(old, "p/a", 1);
        Assert.Equal(1, await AcquireAsync(young, "p/a", epoch: 4));

        Assert.Equal(new WalAppendResult.Fenced(4), await old.AppendAsync(Entry("p/a", 2)));
        Assert.Equal([1], await SequencesAsync(young, "p/a"));
        Assert.IsType<WalAppendResult.Appended>(await young.AppendAsync(Entry("p/a", 2, epoch: 4)));
        Assert.Equal(new WalAppendResult.Fenced(4), await old.AppendAsync(Entry("p/a", 3)));
        Assert.Equal([1, 2], await SequencesAsync(young, "p/a"));
    }

    [Fact]
    public async Task Promise5_an_older_owner_cannot_acquire_the_grain_any_more()
    {
        await using var old = Open();
        await using var young = Open();
        await AcquireAsync(young, "p/a", epoch: 4);
        Assert.Equal(new WalAcquireResult.Fenced(4), await old.AcquireAsync("p/a", Epoch, CancellationToken.None));
    }

    [Fact]
    public async Task Promise5_an_older_owner_stays_fenced_when_all_that_came_after_it_is_released()
    {
        await using var old = Open();
        await AcquireAsync(old, "p/a");
        await AppendAsync(old, "p/a", 1);
        await using (var young = Open())
        {
            await AcquireAsync(young, "p/a", epoch: 4);
            for (var i = 2; i <= 6; i++) Assert.IsType<WalAppendResult.Appended>(await young.AppendAsync(Entry("p/a", i, epoch: 4)));
            young.Release("p/a", epoch: 4, 6);
        }

        Assert.Equal(new WalAppendResult.Fenced(4), await old.AppendAsync(Entry("p/a", 2)));
    }

    [Fact]
    public async Task Promise1_a_newer_owner_reads_exactly_what_the_older_was_answered()
    {
        await using var old = Open();
        await using var young = Open();
        for (var round = 0; round < 10; round++)
        {
            var grain = $"p/{round}";
            await AcquireAsync(old, grain);
            var begun = new TaskCompletionSource();
            var appended = new List<long>();
            var writing = Task.Run(async () =>
            {
                for (var i = 1; await old.AppendAsync(Entry(grain, i)) is WalAppendResult.Appended; i++)
                {
                    appended.Add(i);
                    if (i == 3) begun.SetResult();
                }
            });
            await begun.Task;
            var last = await AcquireAsync(young, grain, epoch: 4);
            var found = await SequencesAsync(young, grain);
            await writing;
            Assert.Equal(appended, found);
            Assert.Equal(appended[^1], last);
        }
    }

    [Fact]
    public async Task Very_many_grains_share_the_log()
    {
        var grains = Enumerable.Range(0, ManyGrains).Select(i => $"p{i % 40}/t{i}").ToArray();
        await using (var log = Open())
        {
            await Parallel.ForEachAsync(grains, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (grain, _) => await AcquireAsync(log, grain));
            await Task.WhenAll(grains.Select(grain => AppendAsync(log, grain, 1)));
            await Task.WhenAll(grains.Select(grain => AppendAsync(log, grain, 2)));
        }

        await using var reopened = Open();
        foreach (var grain in grains.Where((_, i) => i % 100 == 7))
        {
            Assert.Equal(2, await AcquireAsync(reopened, grain, epoch: 4));
            Assert.Equal([1, 2], await SequencesAsync(reopened, grain));
        }
    }
}
