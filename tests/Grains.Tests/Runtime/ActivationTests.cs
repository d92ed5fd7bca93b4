using Granary.Grains.Interfaces.Errors;
using Granary.Runtime;

namespace Granary.Grains.Tests.Runtime;

public sealed class ActivationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Concurrent_first_calls_share_one_activation()
    {
        await using var silo = new ProbeSilo();
        var activations = 0;
        var open = new TaskCompletionSource();
        silo.Hooks.OnActivate = async (_, _) =>
        {
            Interlocked.Increment(ref activations);
            await open.Task;
        };

        var calls = Enumerable.Range(0, 50).Select(_ => Task.Run(() => silo.RunAsync(grain => ++grain.Counter))).ToList();
        open.SetResult();

        Assert.Equal(Enumerable.Range(1, 50), (await Task.WhenAll(calls)).Order());
        Assert.Equal(1, activations);
    }

    [Fact]
    public async Task A_failed_activation_is_told_to_all_callers_and_tried_again_by_the_next()
    {
        await using var silo = new ProbeSilo();
        var fail = new TaskCompletionSource();
        silo.Hooks.OnActivate = (_, _) => fail.Task;

        var calls = Enumerable.Range(0, 5).Select(_ => silo.RunAsync(_ => 1)).ToList();
        fail.SetException(new GranaryException(ErrorKind.Unavailable, "no store"));
        foreach (var call in calls) Assert.Equal("no store", (await Assert.ThrowsAsync<GranaryException>(() => call)).Message);

        silo.Hooks.OnActivate = (_, _) => Task.CompletedTask;
        Assert.Equal(7, await silo.RunAsync(_ => 7));
    }

    [Fact]
    public async Task An_activation_that_takes_too_long_is_Unavailable()
    {
        await using var silo = new ProbeSilo(options => options.ActivationTimeout = TimeSpan.FromSeconds(5));
        var waiting = new TaskCompletionSource();
        silo.Hooks.OnActivate = async (_, token) =>
        {
            var cancelled = new TaskCompletionSource();
            await using var registration = token.Register(() => cancelled.SetCanceled(token));
            waiting.SetResult();
            await cancelled.Task;
        };

        var call = silo.RunAsync(_ => 1);
        await waiting.Task.WaitAsync(Patience);
        silo.Time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(ErrorKind.Unavailable, (await Assert.ThrowsAsync<GranaryException>(() => call.WaitAsync(Patience))).Kind);
    }

    [Fact]
    public async Task An_idle_activation_ends_with_its_hook_and_the_next_call_makes_a_new_one()
    {
        await using var silo = new ProbeSilo(options => options.IdleAge = TimeSpan.FromMinutes(10));
        var ended = new TaskCompletionSource<DeactivationReason>();
        silo.Hooks.OnDeactivate = (_, reason) =>
        {
            ended.TrySetResult(reason);
            return Task.CompletedTask;
        };
        await silo.RunAsync(grain => grain.Counter = 5);

        silo.Time.Advance(TimeSpan.FromMinutes(12));
        Assert.Equal(DeactivationReason.Idle, await ended.Task.WaitAsync(Patience));

        Assert.Equal(0, await silo.RunAsync(grain => grain.Counter));
    }

    [Fact]
    public async Task A_used_activation_is_not_collected()
    {
        await using var silo = new ProbeSilo(options => options.IdleAge = TimeSpan.FromMinutes(10));
        await silo.RunAsync(grain => grain.Counter = 5);
        for (var i = 0; i < 10; i++)
        {
            silo.Time.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal(5, await silo.RunAsync(grain => grain.Counter));
        }
    }

    [Fact]
    public async Task Deactivation_waits_for_running_calls_and_new_calls_wait_for_it()
    {
        await using var silo = new ProbeSilo();
        var release = new TaskCompletionSource();
        var running = silo.RunAsync(async grain =>
        {
            await release.Task;
            return grain.Counter;
        });
        await silo.RunAsync(grain =>
        {
            grain.Counter = 9;
            grain.End();
            return 0;
        });
        var after = silo.RunAsync(grain => grain.Counter);
        Assert.False(after.IsCompleted);

        release.SetResult();
        Assert.Equal(9, await running);
        Assert.Equal(0, await after.WaitAsync(Patience));
    }

    [Fact]
    public async Task Stopping_runs_every_hook_and_refuses_later_calls()
    {
        await using var silo = new ProbeSilo();
        var hooks = 0;
        silo.Hooks.OnDeactivate = (_, reason) =>
        {
            Assert.Equal(DeactivationReason.ShuttingDown, reason);
            Interlocked.Increment(ref hooks);
            return Task.CompletedTask;
        };
        for (var i = 0; i < 40; i++) await silo.Grain($"g{i}").RunAsync((_, _) => Task.FromResult(i), CancellationToken.None);
        Assert.Equal(40, silo.Runtime.ActivationCount);

        await silo.Runtime.StopAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(40, hooks);
        Assert.Equal(0, silo.Runtime.ActivationCount);
        Assert.Equal(ErrorKind.Unavailable, (await Assert.ThrowsAsync<GranaryException>(() => silo.RunAsync(_ => 1))).Kind);
    }

    [Fact]
    public async Task A_failing_deactivation_hook_does_not_keep_the_grain_from_coming_back()
    {
        await using var silo = new ProbeSilo();
        silo.Hooks.OnDeactivate = (_, _) => throw new InvalidOperationException("broken hook");
        await silo.RunAsync(grain =>
        {
            grain.Counter = 3;
            grain.End();
            return 0;
        });
        Assert.Equal(0, await silo.RunAsync(grain => grain.Counter).WaitAsync(Patience));
    }
}
