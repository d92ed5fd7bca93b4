using Granary.Engine.Tests.WriteAheadLog;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;
using Granary.Testing.ObjectStores;

namespace Granary.Engine.Tests.TableEngines;

/// <summary>A refusal promises that nothing is stored; what can't promise that says so.</summary>
public sealed class UnknownOutcomeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Promise8_a_load_whose_commit_gets_no_answer_and_no_word_of_its_fate_is_unknown_and_whole(bool isStored)
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        var load = await StagedLoadAsync(table, 5000);
        table.Store.Plan = call => call.Operation == "Put" ? null : call.Operation == "PutIfAbsent" && isStored ? Fault.LoseAnswer : Fault.FailBefore;
        var commit = table.OnTurn(() => table.Engine.CommitLoadAsync(load, CancellationToken.None));
        await TableEngineTests.AdvanceUntilAsync(table, commit);
        var unknown = await Assert.ThrowsAsync<GranaryException>(() => commit);
        Assert.Equal(ErrorKind.OutcomeUnknown, unknown.Kind);
        Assert.NotNull(unknown.Hint);
        await table.CrashAsync();
        await table.StartAsync();
        Assert.Equal(isStored ? Range(1, 5000) : [], await table.IdsAsync());
    }

    [Fact]
    public async Task Promise8_a_load_given_up_while_its_commit_is_under_way_is_unknown()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        var load = await StagedLoadAsync(table, 10);
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        table.Store.Plan = call =>
        {
            if (call.Operation != "PutIfAbsent") return null;
            reached.TrySetResult();
            return Fault.WaitFor(goOn.Task);
        };
        using var statement = new CancellationTokenSource();
        var commit = table.OnTurn(() => table.Engine.CommitLoadAsync(load, statement.Token));
        await reached.Task;
        await statement.CancelAsync();
        goOn.SetResult();
        Assert.Equal(ErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<GranaryException>(() => commit)).Kind);
    }

    [Fact]
    public async Task Promise8_a_load_whose_commit_the_store_refuses_is_refused_and_never_appears()
    {
        await using var table = new TableHarness();
        await table.StartAsync();
        var load = await StagedLoadAsync(table, 10);
        table.Store.FailNext("PutIfAbsent", Fault.Throw(new GranaryException(ErrorKind.Unauthorized, SqlState.IoError, "no")));
        var refused = await Assert.ThrowsAsync<GranaryException>(() => table.OnTurn(() => table.Engine.CommitLoadAsync(load, CancellationToken.None)));
        Assert.Equal(ErrorKind.Unauthorized, refused.Kind);
        await table.AppendAsync(TestRows.Batch(100, 1, table.Clock.GetUtcNow()));
        await table.FlushAsync();
        await table.CrashAsync();
        await table.StartAsync();
        Assert.Equal([100], await table.IdsAsync());
    }

    [Fact]
    public async Task Promise8_an_append_whose_sync_fails_is_unknown_and_the_table_starts_anew_from_the_log()
    {
        await using var table = new TableHarness();
        var disk = new FailingWalDisk();
        await table.StartAsync(disk);
        await table.AppendAsync(TestRows.Batch(1, 10, table.Clock.GetUtcNow()));
        disk.FailSyncs = new IOException("the disk is gone", 5);
        var unknown = await Assert.ThrowsAsync<GranaryException>(() => table.AppendAsync(TestRows.Batch(11, 10, table.Clock.GetUtcNow())));
        Assert.Equal(ErrorKind.OutcomeUnknown, unknown.Kind);
        Assert.True(table.Engine.IsBroken);
        await table.OnTurn(() => table.Engine.DeactivateAsync(CancellationToken.None));
        await table.ActivateAsync();
        var refused = await Assert.ThrowsAsync<GranaryException>(() => table.AppendAsync(TestRows.Batch(21, 10, table.Clock.GetUtcNow())));
        Assert.Equal((ErrorKind.Unavailable, SqlState.IoError), (refused.Kind, refused.SqlState));
        var ids = await table.IdsAsync();
        Assert.True(ids.SequenceEqual(Range(1, 10)) || ids.SequenceEqual(Range(1, 20)), string.Join(' ', ids));
    }

    private static IEnumerable<long> Range(long first, int count) => Enumerable.Range(0, count).Select(i => first + i);

    private static async Task<LoadId> StagedLoadAsync(TableHarness table, int rowCount)
    {
        var load = await table.OnTurn(() => Task.FromResult(table.Engine.BeginLoad()));
        await table.OnTurn(() => table.Engine.StageAsync(load, TestRows.Batch(1, rowCount, table.Clock.GetUtcNow()), CancellationToken.None));
        return load;
    }
}
