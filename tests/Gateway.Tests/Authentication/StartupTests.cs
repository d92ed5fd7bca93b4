using Granary.Gateway.Tests.Sessions;
using Granary.Testing;

namespace Granary.Gateway.Tests.Authentication;

public sealed class StartupTests
{
    private const int Version3 = 196608;
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;
    private const int CancelRequest = 80877102;

    [Fact]
    public async Task A_log_in_tells_thirteen_settings_and_a_key()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        var answer = await client.LogInAsync();
        Assert.Equal("R R K Z:I", RawClient.Describe(answer));
        string[] names = ["application_name", "client_encoding", "DateStyle", "default_transaction_read_only", "in_hot_standby", "integer_datetimes",
            "IntervalStyle", "is_superuser", "server_encoding", "server_version", "session_authorization", "standard_conforming_strings", "TimeZone"];
        Assert.Equal(names.Order(StringComparer.Ordinal), client.Parameters.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("15.18 (Granary ", client.Parameters["server_version"]);
        Assert.Equal(("UTF8", "on", "ISO, MDY"), (client.Parameters["client_encoding"], client.Parameters["integer_datetimes"], client.Parameters["DateStyle"]));
    }

    [Theory]
    [InlineData(SslRequest)]
    [InlineData(GssRequest)]
    public async Task Encryption_is_refused_with_one_byte_and_the_start_goes_on(int request)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        await client.SendAsync(Frontend.Request(request));
        Assert.Equal("N"u8.ToArray(), await client.ReadBytesAsync(1));
        Assert.Equal('Z', (await client.LogInAsync())[^1].Code);
    }

    [Fact]
    public async Task A_newer_minor_version_and_unknown_options_are_negotiated()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        await client.SendAsync(Frontend.Startup(Version3 + 2, ("user", "postgres"), ("_pq_.command_protocol", "x")));
        var answer = await client.AuthenticateAsync();
        Assert.Equal("v R R K Z:I", RawClient.Describe(answer));
        Assert.Equal([0, 3, 0, 0, 0, 0, 0, 1, .. "_pq_.command_protocol\0"u8], answer[0].Body);
    }

    [Fact]
    public async Task Another_major_version_is_refused()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        await client.SendAsync(Frontend.Startup(2 << 16, ("user", "postgres")));
        Assert.Equal("E:0A000 end", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Theory]
    [InlineData("postgres", "wrong")]
    [InlineData("nobody", "postgres")]
    public async Task A_wrong_password_and_an_unknown_user_look_the_same(string user, string password)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        var error = Assert.Single(await client.LogInAsync(user: user, password: password), message => message.Code == 'E');
        Assert.Equal(("28P01", "FATAL", $"password authentication failed for user \"{user}\""), (error.Field('C'), error.Field('S'), error.Field('M')));
    }

    [Fact]
    public async Task The_server_proves_that_it_knows_the_password_too()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        await client.SendAsync(Frontend.Startup(Version3, ("user", "postgres")));
        await client.ReadAsync();
        var scram = new ScramClient("postgres");
        await client.SendAsync(Frontend.SaslInitialResponse("SCRAM-SHA-256", scram.First));
        var first = System.Text.Encoding.UTF8.GetString((await client.ReadAsync()).Body.AsSpan(4));
        await client.SendAsync(Frontend.Message('p', System.Text.Encoding.UTF8.GetBytes(scram.Final(first))));
        var final = System.Text.Encoding.UTF8.GetString((await client.ReadAsync()).Body.AsSpan(4));
        Assert.Equal("v=" + Convert.ToBase64String(scram.ServerSignature), final);
    }

    [Theory]
    [InlineData("p=tls-server-end-point,,n=,r=abc", "SCRAM-SHA-256-PLUS")]
    [InlineData("n,,n=,r=abc", "SCRAM-SHA-1")]
    [InlineData("n,,m=x,r=abc", "SCRAM-SHA-256")]
    [InlineData("garbage", "SCRAM-SHA-256")]
    [InlineData("n,,n=,r=", "SCRAM-SHA-256")]
    public async Task A_malformed_exchange_ends_the_connection(string first, string mechanism)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        await client.SendAsync(Frontend.Startup(Version3, ("user", "postgres")));
        await client.ReadAsync();
        await client.SendAsync(Frontend.SaslInitialResponse(mechanism, first));
        Assert.Equal("E:08P01 end", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Fact]
    public async Task Settings_come_by_name_and_as_switches()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync("postgres", ("client_encoding", "'utf-8'"), ("datestyle", "ISO, DMY"), ("TimeZone", "Europe/Berlin"),
            ("options", "-c statement_timeout=5s --application-name=a\\ b -csearch_path=x"), ("extra_float_digits", "2"), ("_pq_.unknown", "1"));
        Assert.Equal(("UTF8", "ISO, DMY", "Europe/Berlin", "a b"),
            (client.Parameters["client_encoding"], client.Parameters["DateStyle"], client.Parameters["TimeZone"], client.Parameters["application_name"]));
        Assert.Equal("T D:5s C:SHOW Z:I", await client.AskAsync("show statement_timeout"));
        await client.AskAsync("set statement_timeout = 0");
        await client.AskAsync("reset all");
        Assert.Equal("T D:5s C:SHOW Z:I", await client.AskAsync("show statement_timeout"));
    }

    [Fact]
    public async Task An_unknown_setting_at_start_ends_the_connection()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        Assert.Contains(await client.LogInAsync(parameters: ("nonsense", "1")), message => message.Field('C') == "42704");
    }

    [Fact]
    public async Task One_client_too_many_is_told_so_and_the_place_is_given_back()
    {
        await using var host = await GatewayHost.StartAsync(options => options.MaxConnections = 1);
        using (var first = await host.ConnectAsync())
        {
            using var second = await host.DialAsync();
            var error = (await second.LogInAsync())[0];
            Assert.Equal(("53300", "sorry, too many clients already"), (error.Field('C'), error.Field('M')));
            await first.SendAsync(Frontend.Terminate);
            Assert.Null(await first.ReadBytesAsync(1));
        }

        using var third = await host.ConnectAsync();
        Assert.NotEqual(0, third.ProcessId);
    }

    [Fact]
    public async Task A_server_that_starts_or_stops_says_so()
    {
        await using var host = await GatewayHost.StartAsync(open: false);
        using var early = await host.DialAsync();
        Assert.Equal("57P03", (await early.LogInAsync())[0].Field('C'));
        host.State.Open();
        using var client = await host.ConnectAsync();
        await host.Sessions.DrainAsync(CancellationToken.None);
        Assert.Equal("E:57P01 end", RawClient.Describe(await client.ReadAnswerAsync()));
        using var late = await host.DialAsync();
        Assert.Equal("the database system is shutting down", (await late.LogInAsync())[0].Field('M'));
    }

    [Fact]
    public async Task A_database_that_can_not_be_a_project_does_not_exist()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        Assert.Contains(await client.LogInAsync(new string('x', 300)), message => message.Field('C') == "3D000");
    }

    [Fact]
    public async Task A_silent_client_is_cut_off()
    {
        var clock = new ManualTimeProvider();
        await using var host = await GatewayHost.StartAsync(options => options.StartupTimeout = TimeSpan.FromSeconds(19), clock);
        using var silent = await host.DialAsync();
        await clock.ArmedAsync(TimeSpan.FromSeconds(19));
        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.Null(await silent.ReadBytesAsync(1));

        using var slow = await host.DialAsync();
        await slow.SendAsync(Frontend.Startup(Version3, ("user", "postgres")));
        Assert.Equal('R', (await slow.ReadAsync()).Code);
        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.Null(await slow.ReadBytesAsync(1));
    }

    [Theory]
    [InlineData('Q')]
    [InlineData('d')]
    [InlineData('p')]
    public async Task Before_the_password_no_message_may_be_large(char code)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        await client.SendAsync(Frontend.Startup(Version3, ("user", "postgres")));
        await client.ReadAsync();
        await client.SendAsync([(byte)code, .. Frontend.Int32(10_005)]);
        Assert.Equal("E:08P01 end", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 4 })]
    [InlineData(new byte[] { 0, 0, 0x27, 0x11, 0, 3, 0, 0 })]
    [InlineData(new byte[] { 0x7f, 0xff, 0xff, 0xff, 0, 3, 0, 0 })]
    [InlineData(new byte[] { 0x80, 0, 0, 0, 0, 3, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 9, 0, 3, 0, 0, 65 })]
    [InlineData(new byte[] { 0, 0, 0, 14, 0, 3, 0, 0, 65, 0, 66, 0, 0, 1 })]
    public async Task A_malformed_start_up_packet_ends_the_connection(byte[] packet)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        await client.SendAsync(packet);
        Assert.Equal("E:08P01 end", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Fact]
    public async Task A_start_without_a_user_is_refused()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        await client.SendAsync(Frontend.Startup(Version3, ("database", "postgres")));
        Assert.Equal("E:28000 end", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Fact]
    public async Task A_cancel_request_breaks_off_the_statement_it_means_and_answers_nothing()
    {
        await using var host = await GatewayHost.StartAsync();
        host.Queries.Hangs = true;
        using var client = await host.ConnectAsync();
        var answer = client.QueryAsync("select id from otel_logs_and_spans");
        await host.Queries.StartedAsync();

        using var wrong = await host.DialAsync();
        await wrong.SendAsync(Frontend.Request(CancelRequest, client.ProcessId, client.Secret + 1));
        Assert.Null(await wrong.ReadBytesAsync(1));
        Assert.False(answer.IsCompleted);

        using var right = await host.DialAsync();
        await right.SendAsync(Frontend.Request(CancelRequest, client.ProcessId, client.Secret));
        Assert.Null(await right.ReadBytesAsync(1));
        var error = (await answer).Single(message => message.Code == 'E');
        Assert.Equal(("57014", "canceling statement due to user request"), (error.Field('C'), error.Field('M')));
        Assert.Equal(0, host.Queries.OpenResults);
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await client.AskAsync("select 1"));
    }
}
