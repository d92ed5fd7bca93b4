using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Tests.Runtime;

public sealed class TurnTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Turns_never_overlap_however_many_callers_there_are()
    {
        await using var silo = new ProbeSilo(options => options.MaxCallsPerActivation = 100_000);
        var inside = 0;
        var overlaps = 0;
        var total = 0;

        async Task<int> Body(ProbeGrain grain)
        {
            for (var i = 0; i < 3; i++)
            {
                if (Interlocked.Increment(ref inside) != 1) Interlocked.Increment(ref overlaps);
                total++;
                Interlocked.Decrement(ref inside);
                await Task.Yield();
            }
            return grain.Counter;
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 2000; i++) await silo.RunAsync(Body);
        })));

        Assert.Equal(0, overlaps);
        Assert.Equal(8 * 2000 * 3, total);
    }

    [Fact]
    public async Task Other_calls_run_where_a_turn_awaits()
    {
        await using var silo = new ProbeSilo();
        var release = new TaskCompletionSource();
        var waiting = silo.RunAsync(async grain =>
        {
            await release.Task;
            return grain.Counter;
        });
        await silo.RunAsync(grain => grain.Counter = 4).WaitAsync(Patience);
        Assert.False(waiting.IsCompleted);
        release.SetResult();
        Assert.Equal(4, await waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task An_await_comes_back_on_the_turn_also_when_the_caller_has_a_synchronization_context()
    {
        await using var silo = new ProbeSilo();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        try
        {
            var same = await silo.RunAsync(async _ =>
            {
                var scheduler = TaskScheduler.Current;
                await Task.Yield();
                return ReferenceEquals(scheduler, TaskScheduler.Current) && scheduler != TaskScheduler.Default ? 1 : 0;
            });
            Assert.Equal(1, same);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    [Fact]
    public async Task A_grain_that_calls_itself_does_not_deadlock()
    {
        await using var silo = new ProbeSilo();
        Assert.Equal(2, await silo.RunAsync(async _ => await silo.RunAsync(_ => 1) + 1).WaitAsync(Patience));
    }

    [Fact]
    public async Task More_calls_than_the_limit_are_refused_as_Exhausted()
    {
        await using var silo = new ProbeSilo(options => options.MaxCallsPerActivation = 3);
        var release = new TaskCompletionSource<int>();
        var running = Enumerable.Range(0, 3).Select(_ => silo.RunAsync(_ => release.Task)).ToList();
        Assert.Equal(ErrorKind.Exhausted, (await Assert.ThrowsAsync<GranaryException>(() => silo.RunAsync(_ => 1))).Kind);

        release.SetResult(8);
        Assert.All(await Task.WhenAll(running), result => Assert.Equal(8, result));
        Assert.Equal(1, await silo.RunAsync(_ => 1));
    }

    [Fact]
    public async Task A_call_that_passes_its_deadline_is_Unavailable_and_sees_its_token_cancelled()
    {
        await using var silo = new ProbeSilo(options => options.CallTimeout = TimeSpan.FromSeconds(10));
        await silo.RunAsync(_ => 0);
        var cancelled = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var call = silo.Grain().RunAsync(
            async (_, token) =>
            {
                await using var registration = token.Register(cancelled.SetResult);
                begun.SetResult();
                await cancelled.Task;
                return 1;
            },
            CancellationToken.None);
        await begun.Task.WaitAsync(Patience);
        Assert.False(call.IsCompleted);

        silo.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(ErrorKind.Unavailable, (await Assert.ThrowsAsync<GranaryException>(() => call.WaitAsync(Patience))).Kind);
        await cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Promise8_a_write_that_passes_its_deadline_is_of_unknown_outcome()
    {
        await using var silo = new ProbeSilo(options => options.CallTimeout = TimeSpan.FromSeconds(10));
        await silo.RunAsync(_ => 0);
        var goOn = new TaskCompletionSource<int>();
        var call = ((ProbeReference)silo.Grain()).WriteAsync((_, _) => goOn.Task, CancellationToken.None);
        silo.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(ErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<GranaryException>(() => call.WaitAsync(Patience))).Kind);
        goOn.SetResult(1);
    }

    [Fact]
    public async Task A_cancelled_caller_never_runs_a_call_that_waited_for_its_turn()
    {
        await using var silo = new ProbeSilo();
        using var cancel = new CancellationTokenSource();
        using var blocked = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var blocking = Task.Run(() => silo.RunAsync(_ =>
        {
            entered.Set();
            blocked.Wait();
            return 0;
        }));
        entered.Wait(Patience);
        var ran = false;
        var waiting = silo.Grain().RunAsync(
            (_, _) =>
            {
                ran = true;
                return Task.FromResult(1);
            },
            cancel.Token);
        await cancel.CancelAsync();
        blocked.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await blocking;
        Assert.False(ran);
    }

    [Fact]
    public async Task What_a_method_throws_reaches_its_caller_unchanged()
    {
        await using var silo = new ProbeSilo();
        var thrown = new GranaryException(ErrorKind.Invalid, SqlState.NotNullViolation, "no");
        Assert.Same(thrown, await Assert.ThrowsAsync<GranaryException>(() => silo.RunAsync((Func<ProbeGrain, int>)(_ => throw thrown))));
        Assert.Same(thrown, await Assert.ThrowsAsync<GranaryException>(() => silo.RunAsync(async _ =>
        {
            await Task.Yield();
            throw thrown;
        })));
    }
}
