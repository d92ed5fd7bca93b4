using Granary.Testing;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>Large messages of all clients share one budget.</summary>
public sealed class ReceiveMemoryTests
{
    private const string Buffered = "granary.gateway.receive.buffered";

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(23);

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_message_that_can_never_fit_is_passed_over_and_refused_and_the_session_goes_on()
    {
        await using var host = await StartAsync();
        using var client = await host.ConnectAsync();
        var answer = await client.QueryAsync($"select '{new string('x', 1 << 20)}'");
        Assert.Equal("E:53200 Z:I", RawClient.Describe(answer));
        Assert.Contains("GRANARY_RECEIVE_MEMORY_MB", answer[0].Field('H'));
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await client.AskAsync("select 1"));
    }

    [Fact]
    public async Task A_message_that_finds_no_room_waits_until_there_is_some()
    {
        await using var host = await StartAsync();
        using var first = await host.ConnectAsync();
        using var second = await host.ConnectAsync();
        var rest = await SendMostAsync(host, first);
        var answer = second.QueryAsync($"select '{new string('x', 800_000)}'");
        await _clock.ArmedAsync(Wait);
        Assert.False(answer.IsCompleted);

        await first.SendAllAsync(rest);
        Assert.Equal("C:SELECT 1 Z:I", RawClient.Describe((await first.ReadAnswerAsync()).TakeLast(2)));
        await first.AskAsync("select 1");
        Assert.Equal("C:SELECT 1 Z:I", RawClient.Describe((await answer).TakeLast(2)));
        await second.AskAsync("select 1");
        Assert.Equal(0, host.Counts[Buffered]);
    }

    [Fact]
    public async Task A_message_that_waits_too_long_is_refused_and_others_are_not()
    {
        await using var host = await StartAsync();
        using var first = await host.ConnectAsync();
        using var second = await host.ConnectAsync();
        var rest = await SendMostAsync(host, first);
        var answer = second.QueryAsync($"select '{new string('x', 800_000)}'");
        await _clock.ArmedAsync(Wait);
        _clock.Advance(Wait);
        Assert.Equal("E:53200 Z:I", RawClient.Describe(await answer));
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await second.AskAsync("select 1"));

        await first.SendAllAsync(rest);
        Assert.Equal("C:SELECT 1 Z:I", RawClient.Describe((await first.ReadAnswerAsync()).TakeLast(2)));
    }

    [Fact]
    public async Task A_large_piece_of_a_copy_that_finds_no_room_fails_the_copy_whole()
    {
        await using var host = await StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Query("copy otel_logs_and_spans (id, timestamp, project_id) from stdin"), Frontend.CopyData("a\t2025-01-01\tp\n"),
            Frontend.CopyData(new string('x', (1 << 20) + 1)), Frontend.CopyDone);
        Assert.Equal("G E:53200 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await client.AskAsync("select 1"));
        Assert.Equal(0, host.Tables.RowCount);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_gives_its_room_back()
    {
        await using var host = await StartAsync();
        using (var client = await host.ConnectAsync())
        {
            await SendMostAsync(host, client);
        }

        await host.GoneAsync();
        Assert.Equal(0, host.Counts[Buffered]);
    }

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(options => (options.MaxReceiveBytes, options.ReceiveWait) = (1 << 20, Wait), _clock);

    /// <summary>Sends so much of a large query that little of the budget is left, and ends when the server has it.</summary>
    /// <returns>The rest of the query.</returns>
    private static async Task<ReadOnlyMemory<byte>> SendMostAsync(GatewayHost host, RawClient client)
    {
        const int Most = 700_000;
        var message = Frontend.Query($"select '{new string('x', 800_000)}'");
        await client.SendAllAsync(message.AsMemory(0, Most));
        await host.Counts.ReachedAsync(Buffered, Most);
        return message.AsMemory(Most);
    }
}
