using Granary.Runtime.Timers;

namespace Granary.Grains.Tests.Runtime;

public sealed class GrainTimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_timer_runs_as_turns_and_never_over_itself()
    {
        await using var silo = new ProbeSilo();
        var started = new SemaphoreSlim(0);
        var release = new SemaphoreSlim(0);
        await silo.RunAsync(grain =>
        {
            grain.StartTimer(
                async _ =>
                {
                    grain.Counter++;
                    started.Release();
                    await release.WaitAsync(CancellationToken.None);
                },
                Second);
            return 0;
        });

        silo.Time.Advance(Second);
        Assert.True(await started.WaitAsync(Patience));
        silo.Time.Advance(10 * Second);
        Assert.Equal(1, await silo.RunAsync(grain => grain.Counter));

        release.Release();
        await SetAgainAsync(silo, 1);
        silo.Time.Advance(Second);
        Assert.True(await started.WaitAsync(Patience));
        Assert.Equal(2, await silo.RunAsync(grain => grain.Counter));
        release.Release();
    }

    [Fact]
    public async Task A_failing_timer_runs_again()
    {
        await using var silo = new ProbeSilo();
        var ran = new SemaphoreSlim(0);
        await silo.RunAsync(grain =>
        {
            grain.StartTimer(
                _ =>
                {
                    ran.Release();
                    throw new InvalidOperationException("broken timer");
                },
                Second);
            return 0;
        });
        for (var i = 0; i < 3; i++)
        {
            silo.Time.Advance(Second);
            Assert.True(await ran.WaitAsync(Patience));
            await SetAgainAsync(silo, i);
        }
    }

    [Fact]
    public async Task A_disposed_timer_runs_no_more_and_cancels_a_running_callback()
    {
        await using var silo = new ProbeSilo();
        var started = new SemaphoreSlim(0);
        var cancelled = new TaskCompletionSource();
        IGrainTimer? timer = null;
        await silo.RunAsync(grain =>
        {
            timer = grain.StartTimer(
                async token =>
                {
                    await using var registration = token.Register(cancelled.SetResult);
                    started.Release();
                    await cancelled.Task;
                },
                Second);
            return 0;
        });
        silo.Time.Advance(Second);
        Assert.True(await started.WaitAsync(Patience));

        timer!.Dispose();
        await cancelled.Task.WaitAsync(Patience);
        silo.Time.Advance(10 * Second);
        await silo.RunAsync(_ => 0);
        Assert.Equal(0, started.CurrentCount);
    }

    // The callback's end sets the timer again on a turn; a few turns later it has.
    private static async Task SetAgainAsync(ProbeSilo silo, int round)
    {
        for (var i = 0; i < 10 + round; i++)
        {
            await silo.RunAsync(async _ =>
            {
                await Task.Yield();
                return 0;
            });
        }
    }
}
