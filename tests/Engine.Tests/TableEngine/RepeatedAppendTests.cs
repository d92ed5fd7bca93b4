using Granary.Engine.WriteAheadLog;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;

namespace Granary.Engine.Tests.TableEngines;

/// <summary>Promise 3 when an answer was lost and the request is sent again: its rows are stored once, wherever they were meanwhile.</summary>
public sealed class RepeatedAppendTests
{
    private static readonly Guid Writer = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    [Fact]
    public async Task A_repeat_is_answered_as_the_first_was()
    {
        await using var table = await StartAsync();
        var first = await AppendAsync(table, number: 1, firstId: 1);
        Assert.Equal(first, await AppendAsync(table, number: 1, firstId: 1));
        Assert.NotEqual(first, await AppendAsync(table, number: 2, firstId: 3));
        Assert.Equal([1, 2, 3, 4], await table.IdsAsync());
    }

    [Fact]
    public async Task A_repeat_while_the_first_still_runs_waits_for_it()
    {
        await using var table = await StartAsync();
        var (first, second) = (AppendAsync(table, number: 1, firstId: 1), AppendAsync(table, number: 1, firstId: 1));
        Assert.Equal(await first, await second);
        Assert.Equal([1, 2], await table.IdsAsync());
    }

    [Fact]
    public async Task A_repeat_is_known_after_a_crash_from_the_log()
    {
        await using var table = await StartAsync();
        var first = await AppendAsync(table, number: 7, firstId: 1);
        await table.CrashAsync();
        await table.StartAsync();
        Assert.Equal(first, await AppendAsync(table, number: 7, firstId: 1));
        Assert.Equal([1, 2], await table.IdsAsync());
    }

    [Fact]
    public async Task A_repeat_is_known_after_a_flush_and_a_crash_from_the_commit()
    {
        await using var table = await StartAsync();
        var first = await AppendAsync(table, number: 7, firstId: 1);
        await table.FlushAsync();
        // and from any later commit, which carries it on
        await table.AppendAsync(TestRows.Batch(10, 1, table.Clock.GetUtcNow()));
        await table.FlushAsync();
        await table.CrashAsync();
        await table.StartAsync();
        Assert.Equal(first, await AppendAsync(table, number: 7, firstId: 1));
        Assert.Equal([1, 2, 10], await table.IdsAsync());
    }

    [Fact]
    public async Task A_repeat_of_a_refused_append_runs()
    {
        await using var table = await StartAsync();
        var bad = TestRows.Request(new ColumnBatch([], [], 1)) with { BatchId = new BatchId(Writer, 1) };
        await Assert.ThrowsAsync<GranaryException>(() => table.OnTurn(() => table.Engine.AppendAsync(bad, CancellationToken.None)));
        await AppendAsync(table, number: 1, firstId: 1);
        Assert.Equal([1, 2], await table.IdsAsync());
    }

    [Fact]
    public async Task A_request_older_than_the_writers_last_is_refused()
    {
        await using var table = await StartAsync();
        await AppendAsync(table, number: 5, firstId: 1);
        Assert.Equal(ErrorKind.Invalid, (await Assert.ThrowsAsync<GranaryException>(() => AppendAsync(table, number: 4, firstId: 9))).Kind);
    }

    [Fact]
    public async Task Without_ids_commits_say_nothing_of_writers()
    {
        await using var table = await StartAsync();
        await table.AppendAsync(TestRows.Batch(1, 1, table.Clock.GetUtcNow()));
        await table.FlushAsync();
        var commit = Directory.EnumerateFiles(table.StoreDirectory, "*.json", SearchOption.AllDirectories).Single();
        Assert.DoesNotContain("granaryAppends", await File.ReadAllTextAsync(commit), StringComparison.Ordinal);
    }

    [Fact]
    public void Records_with_and_without_an_id_are_read_back()
    {
        var rows = TestRows.Batch(1, 2, DateTimeOffset.UnixEpoch);
        using var with = WalPayload.Encode("p/t", [rows], new BatchId(Writer, 0x0102030405060708));
        using var without = WalPayload.Encode("p/t", [rows]);
        // the form of the id never changes; what follows it is what older versions wrote
        Assert.Equal("4752493100112233445566778899AABBCCDDEEFF0807060504030201", Convert.ToHexString(with.Bytes.Span[..28]));
        Assert.Equal(without.Bytes.ToArray(), with.Bytes[28..].ToArray());
        Assert.Equal(new BatchId(Writer, 0x0102030405060708), WalPayload.ReadRecord(1, 1, 1, with.Bytes.Span).BatchId);
        Assert.Null(WalPayload.ReadRecord(1, 1, 1, without.Bytes.Span).BatchId);
        Assert.Equal(2, Assert.Single(WalPayload.ReadRecord(1, 1, 1, with.Bytes.Span).Batches).RowCount);
    }

    private static async Task<TableHarness> StartAsync()
    {
        var table = new TableHarness { Options = { RemembersAppends = true } };
        await table.StartAsync();
        return table;
    }

    private static Task<AppendResult> AppendAsync(TableHarness table, long number, long firstId) => table.OnTurn(() => table.Engine.AppendAsync(
        TestRows.Request(TestRows.Batch(firstId, 2, table.Clock.GetUtcNow())) with { BatchId = new BatchId(Writer, number) }, CancellationToken.None));
}
