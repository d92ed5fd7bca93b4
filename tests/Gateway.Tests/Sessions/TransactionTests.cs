namespace Granary.Gateway.Tests.Sessions;

public sealed class TransactionTests
{
    private const string Insert = "insert into otel_logs_and_spans (id, name, timestamp, project_id) values ";

    private static string Row(string id, string project = "p") => $"{Insert}('{id}', 'n', '2025-04-14 02:00:24', '{project}')";

    [Fact]
    public async Task Promise4_rows_are_invisible_to_others_before_commit_and_stored_by_it()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("C:BEGIN Z:T", await client.AskAsync("begin"));
        Assert.Equal("C:INSERT 0 1 Z:T", await client.AskAsync(Row("a")));
        Assert.Equal(0, host.Tables.RowCount);
        Assert.Equal("C:COMMIT Z:I", await client.AskAsync("commit"));
        Assert.Equal(["a"], host.Tables["p/otel_logs_and_spans"].Texts("id"));
    }

    [Fact]
    public async Task A_query_is_given_the_rows_of_its_own_transaction()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin");
        await client.AskAsync(Row("a"));
        await client.AskAsync("select id from otel_logs_and_spans");
        var scan = host.Queries.LastRequest!.Scans.OfType<Grains.Interfaces.Query.ScanSource.Table>().Single();
        Assert.Equal(("p", 1), (scan.Uncommitted.Single().Key.Value, scan.Uncommitted.Single().Value.RowCount));
    }

    [Fact]
    public async Task A_rollback_forgets_rows_and_settings()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin");
        await client.AskAsync(Row("a"));
        await client.AskAsync("set application_name = 'inside'");
        Assert.Equal("C:ROLLBACK Z:I", await client.AskAsync("rollback"));
        Assert.Equal(0, host.Tables.RowCount);
        Assert.Equal("T D: C:SHOW Z:I", await client.AskAsync("show application_name"));
        Assert.Equal("", client.Parameters["application_name"]);
    }

    [Fact]
    public async Task A_failed_block_refuses_all_but_its_end()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin");
        await client.AskAsync(Row("a"));
        Assert.Equal("E:42703 Z:E", await client.AskAsync("select nothing"));
        Assert.Equal("E:25P02 Z:E", await client.AskAsync("select 1"));
        Assert.Equal("E:25P02 Z:E", await client.AskAsync(Row("b")));
        Assert.Equal("C:ROLLBACK Z:I", await client.AskAsync("commit"));
        Assert.Equal(0, host.Tables.RowCount);
    }

    [Fact]
    public async Task Savepoints_cut_rows_back_and_heal_a_failed_block()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin");
        await client.AskAsync(Row("kept"));
        Assert.Equal("C:SAVEPOINT Z:T", await client.AskAsync("savepoint s"));
        await client.AskAsync(Row("dropped"));
        Assert.Equal("E:42703 Z:E", await client.AskAsync("select nothing"));
        Assert.Equal("C:ROLLBACK Z:T", await client.AskAsync("rollback to savepoint s"));
        await client.AskAsync(Row("after"));
        Assert.Equal("C:RELEASE Z:T", await client.AskAsync("release s"));
        Assert.Equal("E:3B001 Z:E", await client.AskAsync("rollback to s"));
        await client.AskAsync("rollback");
        await client.AskAsync($"begin; {Row("kept")}; savepoint s; {Row("dropped")}; rollback to s; {Row("after")}; commit");
        Assert.Equal(["kept", "after"], host.Tables["p/otel_logs_and_spans"].Texts("id"));
    }

    [Fact]
    public async Task A_rollback_to_a_savepoint_closes_the_cursors_that_were_declared_since()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin; declare before cursor for select id from otel_logs_and_spans; savepoint s; declare since cursor for select id from otel_logs_and_spans");
        Assert.Equal(2, host.Queries.OpenResults);
        Assert.Equal("C:ROLLBACK Z:T", await client.AskAsync("rollback to s"));
        Assert.Equal(1, host.Queries.OpenResults);
        Assert.Equal("T D:1 C:FETCH 1 Z:T", await client.AskAsync("fetch before"));
        Assert.Equal("E:34000 Z:E", await client.AskAsync("fetch since"));
    }

    [Fact]
    public async Task Notifications_that_wait_for_a_commit_are_bounded()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin");
        var answer = await client.QueryAsync(string.Concat(Enumerable.Range(0, 10_001).Select(i => $"notify c, '{i}';")));
        Assert.Equal(10_000, answer.Count(message => message.Code == 'C'));
        Assert.Equal("E:54000 Z:E", RawClient.Describe(answer.TakeLast(2)));
    }

    [Fact]
    public async Task What_can_not_be_done_within_a_block_says_so()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin");
        await client.AskAsync(Row("a"));
        Assert.Equal("E:25001 Z:E", await client.AskAsync("discard all"));
        Assert.Equal("C:ROLLBACK Z:I", await client.AskAsync("end"));
        Assert.Equal(0, host.Tables.RowCount);
        Assert.Equal("C:DISCARD ALL Z:I", await client.AskAsync("discard all"));
    }

    [Fact]
    public async Task Rows_of_a_copy_in_a_block_wait_for_its_commit_and_are_given_to_its_queries()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin");
        await client.SendAsync(Frontend.Query("copy otel_logs_and_spans (id, timestamp, project_id) from stdin"), Frontend.CopyData("a\t2025-01-01\tp\n"), Frontend.CopyDone);
        Assert.Equal("G C:COPY 1 Z:T", RawClient.Describe(await client.ReadAnswerAsync()));
        await client.AskAsync("select id from otel_logs_and_spans");
        Assert.Equal(1, host.Queries.LastRequest!.Scans.OfType<Grains.Interfaces.Query.ScanSource.Table>().Single().Uncommitted.Single().Value.RowCount);
        Assert.Equal(0, host.Tables.RowCount);
        Assert.Equal("C:COMMIT Z:I", await client.AskAsync("commit"));
        Assert.Equal(1, host.Tables.RowCount);
    }

    [Fact]
    public async Task Nested_begins_and_stray_ends_are_warnings()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("N:25P01 C:COMMIT Z:I", await client.AskAsync("commit"));
        Assert.Equal("N:25P01 C:ROLLBACK Z:I", await client.AskAsync("abort"));
        Assert.Equal("C:START TRANSACTION Z:T", await client.AskAsync("start transaction"));
        Assert.Equal("N:25001 C:BEGIN Z:T", await client.AskAsync("begin work"));
        Assert.Equal("C:COMMIT Z:T", await client.AskAsync("end and chain"));
        Assert.Equal("C:ROLLBACK Z:I", await client.AskAsync("rollback"));
        Assert.Equal("E:25P01 Z:I", await client.AskAsync("savepoint s"));
    }

    [Fact]
    public async Task A_read_only_transaction_refuses_to_write()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin isolation level read committed read only");
        Assert.Equal("T D:read committed C:SHOW Z:T", await client.AskAsync("show transaction isolation level"));
        Assert.Equal("E:25006 Z:E", await client.AskAsync(Row("a")));
        await client.AskAsync("rollback");
        await client.AskAsync("set session characteristics as transaction read only");
        Assert.Equal("E:25006 Z:I", await client.AskAsync(Row("a")));
    }

    [Fact]
    public async Task A_block_that_grows_too_large_is_refused_whole()
    {
        await using var host = await GatewayHost.StartAsync(options => options.MaxTransactionBytes = 1 << 20);
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin");
        await client.AskAsync(Row("small"));
        Assert.Equal("E:53200 Z:E", await client.AskAsync(Row(new string('x', 2_000_000))));
        Assert.Equal("C:ROLLBACK Z:I", await client.AskAsync("commit"));
        Assert.Equal(0, host.Tables.RowCount);
    }

    [Fact]
    public async Task A_commit_that_can_not_be_stored_ends_the_transaction_with_the_error()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin");
        await client.AskAsync(Row("a"));
        host.Tables["p/otel_logs_and_spans"].Refusal = new(Grains.Interfaces.Errors.ErrorKind.Unavailable, "58030", "the log can't be written");
        Assert.Equal("E:58030 Z:I", await client.AskAsync("commit"));
    }

    [Fact]
    public async Task Promise8_rows_stored_for_one_project_and_refused_for_another_are_no_refusal()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        host.Tables["q/otel_logs_and_spans"].Refusal = new(Grains.Interfaces.Errors.ErrorKind.Exhausted, "53100", "the disk is full");
        await client.SendAsync(Frontend.Query($"{Row("a")}, ('b', 'n', '2025-04-14 02:00:24', 'q')"));
        var answer = await client.ReadAnswerAsync();
        Assert.Equal("E:08007 Z:I", RawClient.Describe(answer));
        Assert.Contains("the disk is full", answer[0].Field('M'));
        Assert.Contains("Read back", answer[0].Field('H'));
        Assert.Equal(["a"], host.Tables["p/otel_logs_and_spans"].Texts("id"));
        Assert.Equal("E:53100 Z:I", await client.AskAsync(Row("c", "q")));
    }

    [Fact]
    public async Task Promise8_of_two_failures_the_one_that_leaves_doubt_is_told()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        host.Tables["p/otel_logs_and_spans"].Refusal = new(Grains.Interfaces.Errors.ErrorKind.Exhausted, "53100", "the disk is full");
        host.Tables["q/otel_logs_and_spans"].Refusal = Grains.Interfaces.Errors.GranaryException.OutcomeUnknown("no answer");
        await client.SendAsync(Frontend.Query($"{Row("a")}, ('b', 'n', '2025-04-14 02:00:24', 'q')"));
        var answer = await client.ReadAnswerAsync();
        Assert.Equal(("E:08007 Z:I", "no answer"), (RawClient.Describe(answer), answer[0].Field('M')));
    }

    [Fact]
    public async Task Promise7_a_session_of_one_project_writes_to_it_alone()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync("mine");
        Assert.Equal("C:INSERT 0 1 Z:I", await client.AskAsync("insert into otel_logs_and_spans (id, timestamp) values ('a', '2025-01-01')"));
        Assert.Equal(["mine"], host.Tables["mine/otel_logs_and_spans"].Texts("project_id"));
        Assert.Equal("E:42501 Z:I", await client.AskAsync(Row("b", "other")));
    }
}
