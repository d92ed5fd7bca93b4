namespace Granary.Gateway.Tests.Sessions;

public sealed class SimpleQueryTests
{
    private const string Insert = "insert into otel_logs_and_spans (id, name, timestamp, project_id) values ";
    private const string Row = "('a', 'n', '2025-04-14 02:00:24.898', 'p1')";
    private const string Read = "select id from otel_logs_and_spans";

    [Fact]
    public async Task Constants_come_back_in_one_answer()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await client.AskAsync("SELECT 1"));
        Assert.Equal(0, host.Queries.OpenResults);
    }

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("-- ping")]
    [InlineData("/* DBD::Pg ping test v3.16.0 */")]
    public async Task Empty_texts_are_answered_as_empty(string sql)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("I Z:I", await client.AskAsync(sql));
    }

    [Fact]
    public async Task Rows_of_a_query_are_streamed_and_counted()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("T D:1 D:2 D:3 C:SELECT 3 Z:I", await client.AskAsync(Read));
        Assert.Equal(0, host.Queries.OpenResults);
    }

    [Fact]
    public async Task An_insert_is_durable_before_it_is_told_done()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("C:INSERT 0 2 Z:I", await client.AskAsync(Insert + Row + "," + Row));
        Assert.Equal(["a", "a"], host.Tables["p1/otel_logs_and_spans"].Texts("id"));
        Assert.Equal(1, host.Tables["p1/otel_logs_and_spans"].AppendCount);
    }

    [Fact]
    public async Task Several_statements_are_one_transaction()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("C:INSERT 0 1 T D:1 C:SELECT 1 Z:I", await client.AskAsync($"{Insert}{Row}; select 1"));
        Assert.Equal(1, host.Tables.RowCount);
        Assert.Equal("C:INSERT 0 1 E:42703 Z:I", await client.AskAsync($"{Insert}{Row}; select nothing"));
        Assert.Equal(1, host.Tables.RowCount);
    }

    [Fact]
    public async Task A_commit_in_the_middle_ends_one_transaction_and_begins_the_next()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("C:BEGIN C:INSERT 0 1 C:COMMIT C:INSERT 0 1 E:42703 Z:I", await client.AskAsync($"begin; {Insert}{Row}; commit; {Insert}{Row}; select nothing"));
        Assert.Equal(1, host.Tables.RowCount);
    }

    [Fact]
    public async Task A_refused_append_is_told_and_leaves_the_session_ready()
    {
        await using var host = await GatewayHost.StartAsync();
        host.Tables["p1/otel_logs_and_spans"].Refusal = new(Grains.Interfaces.Errors.ErrorKind.Exhausted, "no room");
        using var client = await host.ConnectAsync();
        Assert.Equal("E:53200 Z:I", await client.AskAsync(Insert + Row));
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await client.AskAsync("select 1"));
    }

    [Fact]
    public async Task A_syntax_error_tells_its_position()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        var error = (await client.QueryAsync("select * form x"))[0];
        Assert.Equal(("42601", "10", "ERROR", "ERROR"), (error.Field('C'), error.Field('P'), error.Field('S'), error.Field('V')));
    }

    [Fact]
    public async Task Texts_that_are_not_utf8_are_refused()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Message('Q', [(byte)'s', 0xc3, 0x28, 0]));
        Assert.Equal("E:22021 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Theory]
    [InlineData("update otel_logs_and_spans set name = 'x'")]
    [InlineData("delete from otel_logs_and_spans")]
    [InlineData("create table t (a int)")]
    [InlineData("prepare transaction 'x'")]
    public async Task What_is_not_offered_says_so(string sql)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        var error = (await client.QueryAsync(sql))[0];
        Assert.Equal("0A000", error.Field('C'));
        Assert.NotNull(error.Field('H'));
    }

    [Fact]
    public async Task A_bug_is_told_as_one_without_its_particulars()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        host.Queries.BatchRows = -1;
        var error = (await client.QueryAsync(Read)).First(message => message.Code == 'E');
        Assert.Equal(("XX000", "internal error"), (error.Field('C'), error.Field('M')));
    }

    [Fact]
    public async Task A_megabyte_of_pipelined_queries_is_answered_in_order()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        const int Count = 2000;
        var sending = client.SendAllAsync(Enumerable.Range(0, Count).SelectMany(number => Frontend.Query($"select '{number}' -- {new string('x', 500)}")).ToArray());
        for (var i = 0; i < Count; i++) Assert.Equal($"T D:{i} C:SELECT 1 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
        await sending;
    }

    [Fact]
    public async Task A_message_that_comes_byte_by_byte_is_a_message()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        foreach (var value in Frontend.Query("select 'torn'")) await client.SendAllAsync(new[] { value });
        Assert.Equal("T D:torn C:SELECT 1 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Fact]
    public async Task A_large_text_is_read_whole()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        var text = new string('ä', 3_000_000);
        var answer = await client.QueryAsync($"select '{text}'");
        Assert.Equal(text, answer[1].Values[0]);
    }
}
