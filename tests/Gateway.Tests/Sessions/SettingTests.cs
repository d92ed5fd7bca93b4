namespace Granary.Gateway.Tests.Sessions;

public sealed class SettingTests
{
    [Theory]
    [InlineData("set statement_timeout = '90s'", "statement_timeout", "90s")]
    [InlineData("set statement_timeout = 120000", "statement_timeout", "2min")]
    [InlineData("set work_mem to '64MB'", "work_mem", "64MB")]
    [InlineData("set time zone 'europe/berlin'", "timezone", "Europe/Berlin")]
    [InlineData("set time zone -3", "timezone", "<-03>+03")]
    [InlineData("set time zone interval '+02:00' hour to minute", "timezone", "<+02>-02")]
    [InlineData("set session time zone default", "timezone", "UTC")]
    [InlineData("set client_encoding to 'unicode'", "client_encoding", "UTF8")]
    [InlineData("set names 'utf-8'", "client_encoding", "UTF8")]
    [InlineData("set datestyle = 'iso, dmy'", "DateStyle", "ISO, DMY")]
    [InlineData("set search_path = a, \"B\", public", "search_path", "a, \"B\", public")]
    [InlineData("set intervalstyle to iso_8601", "IntervalStyle", "iso_8601")]
    [InlineData("set standard_conforming_strings = yes", "standard_conforming_strings", "on")]
    [InlineData("set extra_float_digits = 3", "extra_float_digits", "3")]
    [InlineData("set my.own = 'x'", "my.own", "x")]
    [InlineData("set role none", "role", "none")]
    [InlineData("set default_transaction_isolation = 'read uncommitted'", "default_transaction_isolation", "read uncommitted")]
    [InlineData("select set_config('application_name', 'me', false)", "application_name", "me")]
    public async Task A_value_is_kept_in_its_normal_form(string set, string name, string expected)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync(set);
        Assert.Equal(expected, (await client.QueryAsync($"show {name}"))[1].Values[0]);
    }

    [Theory]
    [InlineData("set nonsense = 1", "42704")]
    [InlineData("show nonsense", "42704")]
    [InlineData("set statement_timeout = 'x'", "22023")]
    [InlineData("set statement_timeout = -1", "22023")]
    [InlineData("set standard_conforming_strings = maybe", "22023")]
    [InlineData("set intervalstyle = 'odd'", "22023")]
    [InlineData("set time zone 'Nowhere/Land'", "22023")]
    [InlineData("set client_encoding = 'latin1'", "0A000")]
    [InlineData("set datestyle = german", "0A000")]
    [InlineData("set server_version = '1'", "55P02")]
    [InlineData("set max_connections = 7", "55P02")]
    [InlineData("set role other", "42704")]
    [InlineData("set default_transaction_isolation = 'serializable'", "0A000")]
    [InlineData("set default_transaction_isolation = 'repeatable read'", "0A000")]
    [InlineData("set transaction_isolation = 'serializable'", "0A000")]
    [InlineData("select set_config('transaction_isolation', 'repeatable read', false)", "0A000")]
    public async Task A_value_that_is_not_one_is_refused(string sql, string sqlState)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal($"E:{sqlState} Z:I", await client.AskAsync(sql));
    }

    [Fact]
    public async Task Clients_are_told_of_changes_and_of_their_undoing()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("set time zone 'Asia/Tokyo'");
        Assert.Equal("Asia/Tokyo", client.Parameters["TimeZone"]);
        await client.AskAsync("begin; set local time zone 'Asia/Kolkata'");
        Assert.Equal("Asia/Kolkata", client.Parameters["TimeZone"]);
        await client.AskAsync("commit");
        Assert.Equal("Asia/Tokyo", client.Parameters["TimeZone"]);
        await client.AskAsync("discard all");
        Assert.Equal("UTC", client.Parameters["TimeZone"]);
    }

    [Fact]
    public async Task Set_local_outside_a_transaction_warns_and_does_nothing()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.Equal("N:25P01 C:SET Z:I", await client.AskAsync("set local work_mem = '1MB'"));
        Assert.Equal("C:SET Z:I", await client.AskAsync("set client_min_messages = error"));
        Assert.Equal("C:SET Z:I", await client.AskAsync("set local work_mem = '1MB'"));
    }

    [Fact]
    public async Task Show_all_lists_every_setting()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        var rows = (await client.QueryAsync("show all")).Where(message => message.Code == 'D').ToList();
        Assert.InRange(rows.Count, 300, 400);
        Assert.Contains(rows, row => row.Values is ["max_connections", "100", _]);
    }

    [Fact]
    public async Task Notifications_reach_listeners_at_commit()
    {
        await using var host = await GatewayHost.StartAsync();
        using var listener = await host.ConnectAsync();
        using var sender = await host.ConnectAsync();
        await listener.AskAsync("listen news");
        await sender.AskAsync("begin; notify news, 'lost'; rollback");
        await sender.AskAsync("begin; notify news, 'kept'");
        await sender.AskAsync("commit");
        var notification = await listener.ReadAsync();
        Assert.Equal(('A', "kept"), (notification.Code, notification.Strings[^2]));
        await listener.AskAsync("unlisten *");
        await sender.AskAsync("notify news");
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await listener.AskAsync("select 1"));
    }

    [Fact]
    public async Task Cursors_fetch_move_and_end_with_their_transaction()
    {
        await using var host = await GatewayHost.StartAsync();
        host.Queries.RowCount = 5;
        using var client = await host.ConnectAsync();
        const string Declare = "declare c cursor for select id from otel_logs_and_spans";
        Assert.Equal("E:25P01 Z:I", await client.AskAsync(Declare));
        await client.AskAsync("begin; " + Declare);
        Assert.Equal("T D:1 D:2 C:FETCH 2 Z:T", await client.AskAsync("fetch 2 from c"));
        Assert.Equal("C:MOVE 1 Z:T", await client.AskAsync("move c"));
        Assert.Equal("T D:5 C:FETCH 1 Z:T", await client.AskAsync("fetch absolute 5 c"));
        Assert.Equal("T C:FETCH 0 Z:T", await client.AskAsync("fetch all c"));
        Assert.Equal("E:55000 Z:E", await client.AskAsync("fetch prior c"));
        await client.AskAsync("rollback");
        Assert.Equal("E:34000 Z:I", await client.AskAsync("fetch c"));
        Assert.Equal(0, host.Queries.OpenResults);
    }

    [Fact]
    public async Task A_cursor_with_hold_outlives_its_transaction()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin; declare c scroll cursor with hold for select id from otel_logs_and_spans");
        Assert.Equal("T D:1 C:FETCH 1 Z:T", await client.AskAsync("fetch c"));
        await client.AskAsync("commit");
        Assert.Equal(0, host.Queries.OpenResults);
        Assert.Equal("T D:2 D:3 C:FETCH 2 Z:I", await client.AskAsync("fetch all c"));
        Assert.Equal("T D:3 D:2 D:1 C:FETCH 3 Z:I", await client.AskAsync("fetch backward all c"));
        Assert.Equal("C:CLOSE CURSOR Z:I", await client.AskAsync("close c"));
    }
}
