using Granary.Testing;

namespace Granary.Gateway.Tests.Sessions;

public sealed class LimitTests
{
    private const string Read = "select id from otel_logs_and_spans";

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_statement_timeout_breaks_off_the_statement_and_only_it()
    {
        await using var host = await GatewayHost.StartAsync(time: _clock);
        host.Queries.Hangs = true;
        using var client = await host.ConnectAsync("postgres", ("statement_timeout", "7s"));
        var answer = client.QueryAsync(Read);
        await host.Queries.StartedAsync();
        _clock.Advance(TimeSpan.FromSeconds(7));
        var error = (await answer).Single(message => message.Code == 'E');
        Assert.Equal(("57014", "canceling statement due to statement timeout"), (error.Field('C'), error.Field('M')));
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await client.AskAsync("select 1"));
    }

    [Fact]
    public async Task An_idle_session_is_sent_away()
    {
        await using var host = await GatewayHost.StartAsync(time: _clock);
        using var client = await host.ConnectAsync("postgres", ("idle_session_timeout", "13s"));
        await _clock.ArmedAsync(TimeSpan.FromSeconds(13));
        _clock.Advance(TimeSpan.FromSeconds(13));
        Assert.Equal("E:57P05 end", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Fact]
    public async Task A_session_that_asks_in_time_is_not_idle()
    {
        await using var host = await GatewayHost.StartAsync(time: _clock);
        using var client = await host.ConnectAsync("postgres", ("idle_session_timeout", "13s"));
        for (var i = 1; i <= 3; i++)
        {
            await _clock.ArmedAsync(TimeSpan.FromSeconds(13), i);
            _clock.Advance(TimeSpan.FromSeconds(12));
            Assert.Equal("T D:1 C:SELECT 1 Z:I", await client.AskAsync("select 1"));
        }
    }

    [Fact]
    public async Task A_session_idle_in_a_transaction_is_sent_away_and_its_rows_with_it()
    {
        await using var host = await GatewayHost.StartAsync(time: _clock);
        using var client = await host.ConnectAsync();
        await client.AskAsync("set idle_in_transaction_session_timeout = '17s'");
        await client.AskAsync("begin; insert into otel_logs_and_spans (id, timestamp) values ('a', '2025-01-01')");
        await _clock.ArmedAsync(TimeSpan.FromSeconds(17));
        _clock.Advance(TimeSpan.FromSeconds(17));
        Assert.Equal("E:25P03 end", RawClient.Describe(await client.ReadAnswerAsync()));
        Assert.Equal(0, host.Tables.RowCount);
    }

    [Fact]
    public async Task A_slow_client_makes_its_query_wait_and_no_one_else()
    {
        await using var host = await GatewayHost.StartAsync();
        (host.Queries.RowCount, host.Queries.BatchRows) = (2_000_000, 1000);
        using var slow = await host.ConnectAsync();
        await slow.SendAsync(Frontend.Query(Read));
        Assert.Equal('T', (await slow.ReadAsync()).Code);
        using var other = await host.ConnectAsync();
        for (var i = 0; i < 50; i++) Assert.Equal("T D:1 C:SELECT 1 Z:I", await other.AskAsync("select 1"));
        Assert.InRange(host.Queries.BatchesRead, 1, 1900);
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_query()
    {
        await using var host = await GatewayHost.StartAsync();
        host.Queries.Hangs = true;
        var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Query(Read));
        await host.Queries.StartedAsync();
        client.Dispose();
        await host.Queries.AllClosedAsync();
    }

    [Theory]
    [InlineData(new byte[] { (byte)'Q', 0, 0, 0, 3 })]
    [InlineData(new byte[] { (byte)'Q', 0x7f, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { (byte)'S', 0, 1, 0, 0 })]
    [InlineData(new byte[] { (byte)'!', 0, 0, 0, 4 })]
    public async Task A_message_with_an_impossible_head_ends_the_connection(byte[] head)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(head);
        Assert.Equal("E:08P01 end", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Theory]
    [InlineData('B', new byte[] { 0 })]
    [InlineData('B', new byte[] { 0, 0, 0, 0, 0xff, 0xff, 0, 0 })]
    [InlineData('P', new byte[] { 65 })]
    [InlineData('E', new byte[] { 0, 0 })]
    [InlineData('D', new byte[] { (byte)'?', 0 })]
    [InlineData('C', new byte[] { (byte)'S', 0, 1 })]
    public async Task A_message_with_a_broken_body_is_an_error_that_the_session_survives(char code, byte[] body)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Message(code, body), Frontend.Sync);
        Assert.Equal("E:08P01 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await client.AskAsync("select 1"));
    }

    [Fact]
    public async Task An_announced_gigabyte_takes_no_memory_before_it_comes()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await client.SendAsync([(byte)'Q', 0x3f, 0xff, 0xff, 0x00, .. new byte[100_000]]);
        using var other = await host.ConnectAsync();
        await other.AskAsync("select 1");
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 50_000_000);
    }

    [Fact]
    public async Task A_busy_session_ends_its_statement_before_it_is_sent_away()
    {
        await using var host = await GatewayHost.StartAsync();
        (host.Queries.RowCount, host.Queries.BatchRows) = (300_000, 1000);
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Query(Read));
        await client.ReadAsync();
        var draining = host.Sessions.DrainAsync(CancellationToken.None);
        var answer = await client.ReadAnswerAsync();
        Assert.Equal("C:SELECT 300000 Z:I", RawClient.Describe(answer.TakeLast(2)));
        Assert.Equal("E:57P01 end", RawClient.Describe(await client.ReadAnswerAsync()));
        await draining;
    }
}
