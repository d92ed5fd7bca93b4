using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Tests.Sessions;

public sealed class CopyTests
{
    private const string CopyIn = "copy otel_logs_and_spans (id, timestamp, project_id) from stdin";
    private const string Good = "a\t2025-01-01\tp\n";

    [Fact]
    public async Task Rows_come_in_pieces_cut_anywhere()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Query(CopyIn));
        Assert.Equal('G', (await client.ReadAsync()).Code);
        foreach (var letter in Good + Good) await client.SendAsync(Frontend.CopyData(letter.ToString()));
        await client.SendAsync(Frontend.CopyDone);
        Assert.Equal("C:COPY 2 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
        Assert.Equal(2, host.Tables.RowCount);
    }

    [Fact]
    public async Task A_broken_line_stores_nothing_and_what_still_comes_is_passed_over()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Query(CopyIn), Frontend.CopyData(Good), Frontend.CopyData("b\t2025-01-01\n"), Frontend.CopyData(Good), Frontend.CopyDone, Frontend.Query("select 1"));
        var answer = await client.ReadAnswerAsync();
        Assert.Equal("G E:22P04 Z:I", RawClient.Describe(answer));
        Assert.Contains("line 2", answer[1].Field('W'));
        Assert.Equal("T D:1 C:SELECT 1 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
        Assert.Equal(0, host.Tables.RowCount);
    }

    [Fact]
    public async Task A_refusal_at_the_end_of_a_copy_leaves_the_connection_usable()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        host.Tables["p/otel_logs_and_spans"].Refusal = new(ErrorKind.Unavailable, "58030", "the store is away");
        await client.SendAsync(Frontend.Query(CopyIn), Frontend.CopyData(Good), Frontend.CopyDone);
        Assert.Equal("G E:58030 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await client.AskAsync("select 1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_in_the_middle_of_a_copy_is_told_at_once_and_what_still_comes_is_passed_over(bool isExtended)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        host.Tables["p/otel_logs_and_spans"].StageRefusal = new(ErrorKind.Unavailable, "58030", "the store is away");
        byte[][] begin = isExtended ? [Frontend.Parse("", CopyIn), Frontend.Bind("", "", []), Frontend.Execute("")] : [Frontend.Query(CopyIn)];
        await client.SendAsync([.. begin, .. isExtended ? (byte[][])[Frontend.Sync] : []]);
        // more than one append may hold, so that rows are staged while the client still sends
        var data = Frontend.CopyData(string.Concat(Enumerable.Repeat($"{new string('x', 1 << 18)}\t2025-01-01\tp\n", 16)));
        for (var i = 0; i < 40; i++) await client.SendAsync(data);
        await client.SendAsync(Frontend.CopyDone);
        if (isExtended) await client.SendAsync(Frontend.Sync);
        Assert.Equal(isExtended ? "1 2 G E:58030 Z:I" : "G E:58030 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await client.AskAsync("select 1"));
        Assert.Equal(0, host.Tables.RowCount);
    }

    [Fact]
    public async Task A_client_may_fail_its_copy()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Query(CopyIn), Frontend.CopyData(Good), Frontend.CopyFail("no more"));
        var answer = await client.ReadAnswerAsync();
        Assert.Equal(("57014", "COPY from stdin failed: no more"), (answer[1].Field('C'), answer[1].Field('M')));
        Assert.Equal(0, host.Tables.RowCount);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_leaves_nothing()
    {
        await using var host = await GatewayHost.StartAsync();
        using (var client = await host.ConnectAsync())
        {
            await client.SendAsync(Frontend.Query(CopyIn), Frontend.CopyData(Good));
            await client.ReadAsync();
            client.EndSending();
            Assert.Null(await client.ReadBytesAsync(1));
        }

        Assert.Equal(0, host.Tables.RowCount);
    }

    [Fact]
    public async Task Another_message_in_the_middle_is_a_violation()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Query(CopyIn), Frontend.CopyData(Good), Frontend.Query("select 1"));
        Assert.Equal("G E:08P01 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Fact]
    public async Task Copy_works_through_the_extended_protocol()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Parse("", CopyIn), Frontend.Bind("", "", []), Frontend.Execute(""), Frontend.Sync, Frontend.CopyData(Good), Frontend.CopyDone, Frontend.Sync);
        Assert.Equal("1 2 G C:COPY 1 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
        Assert.Equal(1, host.Tables.RowCount);
        await client.SendAsync(Frontend.Parse("", CopyIn), Frontend.Bind("", "", []), Frontend.Execute(""), Frontend.CopyData("broken\n"), Frontend.CopyDone, Frontend.Sync);
        Assert.Equal("1 2 G E:22P04 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Fact]
    public async Task Rows_of_a_query_go_out()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        var answer = await client.QueryAsync("copy (select id from otel_logs_and_spans) to stdout csv header");
        Assert.Equal("H d d d d c C:COPY 3 Z:I", RawClient.Describe(answer));
        Assert.Equal("id\n1\n2\n3\n", string.Concat(answer.Where(message => message.Code == 'd').Select(message => message.Strings[0])));
    }

    [Theory]
    [InlineData("copy otel_logs_and_spans from '/etc/passwd'", "42501")]
    [InlineData("copy otel_logs_and_spans to program 'rm'", "42501")]
    [InlineData("copy nothing from stdin", "42P01")]
    [InlineData("copy otel_logs_and_spans (nothing) from stdin", "42703")]
    [InlineData("copy otel_logs_and_spans (id, id) from stdin", "42701")]
    public async Task What_can_not_be_copied_says_so(string sql, string sqlState)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal($"E:{sqlState} Z:I", await client.AskAsync(sql));
    }
}
