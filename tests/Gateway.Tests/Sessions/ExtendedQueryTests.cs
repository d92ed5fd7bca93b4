namespace Granary.Gateway.Tests.Sessions;

public sealed class ExtendedQueryTests
{
    private const string Read = "select id from otel_logs_and_spans";
    private const string Insert = "insert into otel_logs_and_spans (id, timestamp, project_id) values ($1, $2, 'p')";

    private static async Task<string> RunAsync(RawClient client, params byte[][] messages)
    {
        await client.SendAsync([.. messages, Frontend.Sync]);
        return RawClient.Describe(await client.ReadAnswerAsync());
    }

    [Fact]
    public async Task A_prepared_statement_is_described_bound_and_run()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        host.Queries.RowCount = 1;
        Assert.Equal("1 t T 2 T D:1 C:SELECT 1 Z:I", await RunAsync(client, Frontend.Parse("s", "select $1::text"), Frontend.Describe('S', "s"),
            Frontend.Bind("", "s", ["41"]), Frontend.Describe('P', ""), Frontend.Execute("")));
        Assert.Equal("2 D:1 C:SELECT 1 Z:I", await RunAsync(client, Frontend.Bind("", "s", ["ä"]), Frontend.Execute("")));
        Assert.Equal("ä"u8, host.Queries.LastRequest!.Parameters!.Columns[0].GetBytes(0));
        Assert.Equal("E:42P05 Z:I", await RunAsync(client, Frontend.Parse("s", "select 1")));
        Assert.Equal("3 Z:I", await RunAsync(client, Frontend.Close('S', "s")));
        Assert.Equal("E:26000 Z:I", await RunAsync(client, Frontend.Bind("", "s", ["1"])));
    }

    [Fact]
    public async Task A_row_limit_suspends_the_portal_and_the_next_execute_goes_on()
    {
        await using var host = await GatewayHost.StartAsync();
        host.Queries.RowCount = 5;
        using var client = await host.ConnectAsync();
        Assert.Equal("1 2 D:1 D:2 s D:3 D:4 s D:5 C:SELECT 1 C:SELECT 0 Z:I", await RunAsync(client, Frontend.Parse("", Read), Frontend.Bind("c", "", []),
            Frontend.Execute("c", 2), Frontend.Execute("c", 2), Frontend.Execute("c", 2), Frontend.Execute("c", 2)));
        Assert.Equal("E:34000 Z:I", await RunAsync(client, Frontend.Execute("c")));
        Assert.Equal(0, host.Queries.OpenResults);
    }

    [Fact]
    public async Task A_portal_lives_across_syncs_within_a_block()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin");
        Assert.Equal("1 2 D:1 s Z:T", await RunAsync(client, Frontend.Parse("", Read), Frontend.Bind("c", "", []), Frontend.Execute("c", 1)));
        Assert.Equal("D:2 s Z:T", await RunAsync(client, Frontend.Execute("c", 1)));
        Assert.Equal("C:COMMIT Z:I", await client.AskAsync("commit"));
        Assert.Equal(0, host.Queries.OpenResults);
    }

    [Fact]
    public async Task A_pipeline_is_one_transaction_and_one_append()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        var messages = new List<byte[]> { Frontend.Parse("i", Insert) };
        for (var i = 0; i < 100; i++) messages.AddRange([Frontend.Bind("", "i", [$"{i}", "2025-01-01"]), Frontend.Execute("")]);
        var answer = await RunAsync(client, [.. messages]);
        Assert.Equal("1 " + string.Join(" ", Enumerable.Repeat("2 C:INSERT 0 1", 100)) + " Z:I", answer);
        Assert.Equal((100, 1), (host.Tables.RowCount, host.Tables["p/otel_logs_and_spans"].AppendCount));
    }

    [Fact]
    public async Task An_error_in_a_pipeline_undoes_it_and_skips_to_sync()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Parse("i", Insert), Frontend.Bind("", "i", ["a", "2025-01-01"]), Frontend.Execute(""),
            Frontend.Bind("", "i", ["b", "no time"]), Frontend.Execute(""), Frontend.Bind("", "i", ["c", "2025-01-01"]), Frontend.Execute(""),
            Frontend.Sync, Frontend.Bind("", "i", ["d", "2025-01-01"]), Frontend.Execute(""), Frontend.Sync);
        Assert.Equal("1 2 C:INSERT 0 1 E:22007 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
        Assert.Equal("2 C:INSERT 0 1 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
        Assert.Equal(["d"], host.Tables["p/otel_logs_and_spans"].Texts("id"));
    }

    [Fact]
    public async Task Flush_pushes_what_there_is()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Parse("", "select 1"), Frontend.Describe('S', ""), Frontend.Flush);
        Assert.Equal("1tT", string.Concat([(await client.ReadAsync()).Code, (await client.ReadAsync()).Code, (await client.ReadAsync()).Code]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(705)]
    [InlineData(25)]
    public async Task Parameters_may_be_declared_or_left_to_be_inferred(int oid)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("1 2 C:INSERT 0 1 Z:I", await RunAsync(client, Frontend.Parse("", Insert, oid), Frontend.Bind("", "", ["a", "2025-01-01"]), Frontend.Execute("")));
        Assert.Equal(["a"], host.Tables["p/otel_logs_and_spans"].Texts("id"));
    }

    [Fact]
    public async Task Binary_and_text_columns_can_be_mixed()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Parse("", "select 7::int4, 7::int4"), Frontend.Bind("", "", [], [1, 0]), Frontend.Execute(""), Frontend.Sync);
        var row = (await client.ReadAnswerAsync()).Single(message => message.Code == 'D');
        Assert.Equal([0, 2, 0, 0, 0, 4, 0, 0, 0, 7, 0, 0, 0, 1, (byte)'7'], row.Body);
    }

    [Fact]
    public async Task A_bind_that_does_not_fit_its_statement_is_refused()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("1 E:08P01 Z:I", await RunAsync(client, Frontend.Parse("", "select $1::int4"), Frontend.Bind("", "", [])));
        Assert.Equal("1 E:08P01 Z:I", await RunAsync(client, Frontend.Parse("", "select 1, 2"), Frontend.Bind("", "", [], [0, 0, 0])));
        Assert.Equal("1 E:22P02 Z:I", await RunAsync(client, Frontend.Parse("", "select $1::int4"), Frontend.Bind("", "", ["x"])));
    }

    [Fact]
    public async Task An_empty_text_can_be_prepared_and_run()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("1 t n 2 I Z:I", await RunAsync(client, Frontend.Parse("", ""), Frontend.Describe('S', ""), Frontend.Bind("", "", []), Frontend.Execute("")));
        Assert.Equal("E:42601 Z:I", await RunAsync(client, Frontend.Parse("", "select 1; select 2")));
    }

    [Fact]
    public async Task Transactions_work_through_the_extended_protocol()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("1 2 C:BEGIN Z:T", await RunAsync(client, Frontend.Parse("", "begin"), Frontend.Bind("", "", []), Frontend.Execute("")));
        Assert.Equal("1 2 C:INSERT 0 1 Z:T", await RunAsync(client, Frontend.Parse("", Insert), Frontend.Bind("", "", ["a", "2025-01-01"]), Frontend.Execute("", 1)));
        Assert.Equal("E:42601 Z:E", await RunAsync(client, Frontend.Parse("", "selekt")));
        Assert.Equal("E:25P02 Z:E", await RunAsync(client, Frontend.Parse("", "select 1")));
        Assert.Equal("1 2 C:ROLLBACK Z:I", await RunAsync(client, Frontend.Parse("", "rollback"), Frontend.Bind("", "", []), Frontend.Execute("")));
        Assert.Equal(0, host.Tables.RowCount);
    }

    [Fact]
    public async Task Sql_and_protocol_share_the_names_of_statements()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("C:PREPARE Z:I", await client.AskAsync("prepare p(int) as select $1 + 0 where false or true"));
        Assert.Equal("E:42P05 Z:I", await RunAsync(client, Frontend.Parse("p", "select 1")));
        Assert.Equal("C:DEALLOCATE Z:I", await client.AskAsync("deallocate p"));
        Assert.Equal("E:26000 Z:I", await client.AskAsync("execute p(1)"));
        Assert.Equal("C:PREPARE Z:I", await client.AskAsync("prepare i(text) as insert into otel_logs_and_spans (id, timestamp, project_id) values ($1, '2025-01-01', 'p')"));
        Assert.Equal("C:INSERT 0 1 Z:I", await client.AskAsync("execute i('x')"));
        Assert.Equal("E:42601 Z:I", await client.AskAsync("execute i"));
        Assert.Equal("C:DEALLOCATE ALL Z:I", await client.AskAsync("deallocate all"));
    }

    [Fact]
    public async Task Describe_of_show_and_fetch_tells_their_columns()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("1 t T 2 D:UTC C:SHOW Z:I", await RunAsync(client, Frontend.Parse("", "show timezone"), Frontend.Describe('S', ""), Frontend.Bind("", "", []), Frontend.Execute("")));
    }
}
