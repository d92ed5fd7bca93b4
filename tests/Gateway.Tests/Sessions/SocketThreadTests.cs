using Granary.Gateway.Postgres.Sessions;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>The thread of all sockets.</summary>
public sealed class SocketThreadTests
{
    [Fact]
    public void This_runtime_lets_a_socket_be_served_on_the_thread_that_saw_its_bytes() => Assert.True(SocketThread.IsSupported);

    [Fact]
    public async Task What_leaves_a_thread_of_its_own_goes_on_in_the_pool()
    {
        var wentOn = new TaskCompletionSource<bool>();
        var own = new Thread(() => _ = LeaveAsync(wentOn));
        own.Start();
        Assert.True(await wentOn.Task);
    }

    private static async Task LeaveAsync(TaskCompletionSource<bool> wentOn)
    {
        await SocketThread.LeaveAsync();
        wentOn.SetResult(Thread.CurrentThread.IsThreadPoolThread);
    }
}
