using Granary.Testing;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>Clients that don't read what is sent to them.</summary>
public sealed class SlowClientTests
{
    private const string Read = "select id from otel_logs_and_spans";

    private static readonly TimeSpan StatementTimeout = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(11);

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_statement_timeout_ends_a_send_that_waits_and_the_client_is_told_when_it_reads_again()
    {
        await using var host = await StartAsync();
        using var slow = await host.ConnectInMemoryAsync(("statement_timeout", "7s"));
        await BlockAsync(host, slow);

        _clock.Advance(StatementTimeout);
        await host.Queries.AllClosedAsync();

        var answer = await slow.ReadAnswerAsync();
        Assert.Equal("E:57014 Z:I", RawClient.Describe(answer.TakeLast(2)));
        Assert.Equal("canceling statement due to statement timeout", answer[^2].Field('M'));
        host.Queries.RowCount = 1;
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await slow.AskAsync(Read));
    }

    [Fact]
    public async Task A_cancel_request_ends_a_send_that_waits()
    {
        await using var host = await StartAsync();
        using var slow = await host.ConnectInMemoryAsync();
        await BlockAsync(host, slow);
        Assert.True(host.Sessions.Cancel(slow.ProcessId, slow.Secret));
        await host.Queries.AllClosedAsync();
        Assert.Equal("E:57014 Z:I", RawClient.Describe((await slow.ReadAnswerAsync()).TakeLast(2)));
    }

    [Fact]
    public async Task A_client_that_takes_nothing_is_cut_off_and_its_query_ends()
    {
        await using var host = await StartAsync();
        using var slow = await host.ConnectAsync();
        (host.Queries.RowCount, host.Queries.BatchRows) = (50_000_000, 1000);
        await slow.SendAsync(Frontend.Query(Read));

        // on a real socket the first waits may be short ones, until the system's buffers are full
        var closed = host.Queries.AllClosedAsync();
        for (var waits = 1; !closed.IsCompleted; waits++)
        {
            await Task.WhenAny(closed, _clock.ArmedAsync(SendTimeout, waits));
            _clock.Advance(SendTimeout);
        }

        await closed;
        await host.GoneAsync();
        Assert.Equal(1, host.Counts["granary.gateway.connections.cut_off"]);
        while (await slow.ReadBytesAsync(64 * 1024) is not null)
        {
            // what was under way; then the connection's end
        }
    }

    [Fact]
    public async Task A_client_that_can_not_be_told_of_its_time_limit_is_cut_off()
    {
        await using var host = await StartAsync();
        using var slow = await host.ConnectInMemoryAsync(("statement_timeout", "7s"));
        await BlockAsync(host, slow);
        _clock.Advance(StatementTimeout);
        await host.Queries.AllClosedAsync();

        // the wait to tell it has a limit of its own, armed when the statement has ended
        await _clock.ArmedAsync(SendTimeout, count: 2);
        _clock.Advance(SendTimeout);
        await host.GoneAsync();
    }

    [Fact]
    public async Task A_copy_that_nobody_reads_is_ended_too()
    {
        await using var host = await StartAsync();
        using var slow = await host.ConnectInMemoryAsync(("statement_timeout", "7s"));
        await BlockAsync(host, slow, "copy (select id from otel_logs_and_spans) to stdout");
        _clock.Advance(StatementTimeout);
        await host.Queries.AllClosedAsync();
        Assert.Equal("E:57014 Z:I", RawClient.Describe((await slow.ReadAnswerAsync()).TakeLast(2)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_portal_or_cursor_gives_its_place_back_though_its_block_stays_open(bool isPortal)
    {
        await using var host = await StartAsync();
        using var slow = await host.ConnectInMemoryAsync(("statement_timeout", "7s"));
        (host.Queries.RowCount, host.Queries.BatchRows) = (100_000, 1000);
        Assert.Equal("C:BEGIN C:DECLARE CURSOR Z:T", await slow.AskAsync($"begin; declare c cursor for {(isPortal ? "select 1" : Read)}"));
        await slow.SendAsync(isPortal
            ? [Frontend.Parse("", Read), Frontend.Bind("p", "", []), Frontend.Execute("p"), Frontend.Sync]
            : [Frontend.Query("fetch all in c")]);
        await _clock.ArmedAsync(SendTimeout);
        _clock.Advance(StatementTimeout);
        await host.Queries.AllClosedAsync();
        Assert.Equal("E:57014 Z:E", RawClient.Describe((await slow.ReadAnswerAsync()).TakeLast(2)));
        Assert.Equal("C:ROLLBACK Z:I", await slow.AskAsync("commit"));
    }

    [Fact]
    public async Task A_pipeline_of_questions_whose_answers_nobody_reads_is_held_back()
    {
        await using var host = await StartAsync();
        using var slow = await host.ConnectInMemoryAsync();
        var sending = slow.SendAllAsync(Enumerable.Repeat(Frontend.Query("selekt"), 50_000).SelectMany(message => message).ToArray());
        await _clock.ArmedAsync(SendTimeout);
        Assert.InRange(host.Counts["granary.gateway.statement.errors"], 1, 5_000);
        _clock.Advance(SendTimeout);
        await host.GoneAsync();
        await sending;
    }

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(options => options.SendTimeout = SendTimeout, _clock);

    /// <summary>Asks for more than the connection holds, and returns when the server waits.</summary>
    private async Task BlockAsync(GatewayHost host, RawClient client, string sql = Read)
    {
        (host.Queries.RowCount, host.Queries.BatchRows) = (100_000, 1000);
        await client.SendAsync(Frontend.Query(sql));
        await _clock.ArmedAsync(SendTimeout);
    }
}
