using System.Text;
using Granary.Gateway.Tests.Authentication;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>Torn, late, false and hostile input of a raw client.</summary>
public sealed class BadInputTests
{
    private const string Insert = "insert into otel_logs_and_spans (id, timestamp, project_id) values ";

    [Fact]
    public async Task A_conversation_may_be_cut_at_every_byte()
    {
        await using var host = await GatewayHost.StartAsync();
        byte[] conversation =
        [
            .. Frontend.Query(Insert + "('a', '2025-01-01', 'p')"),
            .. Frontend.Parse("s", "select $1::text"), .. Frontend.Describe('S', "s"), .. Frontend.Bind("p", "s", ["ä"]), .. Frontend.Execute("p"), .. Frontend.Close('P', "p"), .. Frontend.Sync,
            .. Frontend.Query("copy otel_logs_and_spans (id, timestamp, project_id) from stdin"), .. Frontend.CopyData("b\t2025-01-01\tp\n"), .. Frontend.CopyDone,
        ];
        host.Queries.RowCount = 1;
        for (var cut = 0; cut <= conversation.Length; cut++)
        {
            using var client = await host.ConnectInMemoryAsync();
            await client.SendAllAsync(conversation.AsMemory(0, cut));
            await client.SendAllAsync(conversation.AsMemory(cut));
            Assert.Equal("C:INSERT 0 1 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
            Assert.Equal("1 t T 2 D:1 C:SELECT 1 3 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
            Assert.Equal("G C:COPY 1 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
            await client.SendAsync(Frontend.Terminate);
            Assert.Null(await client.ReadBytesAsync(1));
        }

        Assert.Equal(2 * (conversation.Length + 1), host.Tables.RowCount);
    }

    [Fact]
    public async Task A_log_in_may_be_cut_at_every_byte()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        foreach (var one in Frontend.Startup(196608, ("user", "postgres"))) await client.SendAsync([one]);
        Assert.Equal('Z', (await client.AuthenticateAsync())[^1].Code);
    }

    [Theory]
    [InlineData("1 E:08P01 Z:I", "select $1::text, $2::text", 0)]
    [InlineData("1 E:08P01 Z:I", "select $1::text, $2::text", 1)]
    [InlineData("1 2 C:SELECT 0 Z:I", "select $1::text, $2::text", 2)]
    [InlineData("1 E:08P01 Z:I", "select $1::text, $2::text", 3)]
    [InlineData("1 E:08P01 Z:I", "select 1", 1)]
    public async Task A_bind_gives_exactly_the_parameters_that_there_are(string expected, string sql, int count)
    {
        await using var host = await GatewayHost.StartAsync();
        host.Queries.RowCount = 0;
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Parse("", sql), Frontend.Bind("", "", [.. Enumerable.Repeat("x", count)]), Frontend.Execute(""), Frontend.Sync);
        Assert.Equal(expected, RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Fact]
    public async Task A_bind_with_formats_for_other_parameters_than_it_has_is_refused()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        var bind = Frontend.Message('B', [0], [0], Frontend.Int16(3), Frontend.Int16(0), Frontend.Int16(0), Frontend.Int16(0),
            Frontend.Int16(2), Frontend.Int32(1), "x"u8.ToArray(), Frontend.Int32(1), "y"u8.ToArray(), Frontend.Int16(0));
        await client.SendAsync(Frontend.Parse("", "select $1::text, $2::text"), bind, Frontend.Sync);
        var answer = await client.ReadAnswerAsync();
        Assert.Equal("1 E:08P01 Z:I", RawClient.Describe(answer));
        Assert.Equal("bind message has 3 parameter formats but 2 parameters", answer[1].Field('M'));
    }

    [Fact]
    public async Task Types_declared_for_parameters_that_are_not_there_count_as_in_PostgreSQL()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Parse("", "select $1::int4", 23, 25, 25), Frontend.Describe('S', ""), Frontend.Sync);
        var answer = await client.ReadAnswerAsync();
        Assert.Equal("1 t T Z:I", RawClient.Describe(answer));
        Assert.Equal([0, 3, 0, 0, 0, 23, 0, 0, 0, 25, 0, 0, 0, 25], answer[1].Body);
    }

    [Theory]
    [InlineData("select $0")]
    [InlineData("select $70000::int4")]
    [InlineData("select $99999999999::int4")]
    public async Task A_parameter_that_no_bind_can_give_is_refused(string sql)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Parse("", sql), Frontend.Sync);
        Assert.Matches("^E:(42P02|42601|54000|54023) Z:I$", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    public static TheoryData<string, string> BadTexts() => new()
    {
        { "6100ff", "a byte that begins nothing, behind a NUL that ends the text" },
        { "c328", "a torn sequence" },
        { "eda080", "a surrogate" },
        { "c0af", "an overlong slash" },
        { "f4908080", "beyond Unicode" },
    };

    [Theory]
    [MemberData(nameof(BadTexts))]
    public async Task Text_that_is_not_UTF8_is_refused_wherever_it_comes(string hex, string what)
    {
        var bad = Convert.FromHexString(hex);
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        var value = Frontend.Message('B', [0], [0], Frontend.Int16(0), Frontend.Int16(1), Frontend.Int32(bad.Length), bad, Frontend.Int16(0));
        await client.SendAsync(Frontend.Parse("", "select $1::text"), value, Frontend.Sync);
        Assert.True("1 E:22021 Z:I" == RawClient.Describe(await client.ReadAnswerAsync()), $"Bind, {what}");

        await client.SendAsync(Frontend.Parse("", Insert + "($1, '2025-01-01', 'p')"), value, Frontend.Sync);
        Assert.True("1 E:22021 Z:I" == RawClient.Describe(await client.ReadAnswerAsync()), $"Bind of a plain INSERT, {what}");

        await client.SendAsync(Frontend.Query("copy otel_logs_and_spans (id, timestamp, project_id) from stdin"), Frontend.Message('d', bad, "\t2025-01-01\tp\n"u8.ToArray()), Frontend.CopyDone);
        Assert.True("G E:22021 Z:I" == RawClient.Describe(await client.ReadAnswerAsync()), $"COPY, {what}");

        if (!bad.Contains((byte)0))
        {
            await client.SendAsync(Frontend.Message('Q', "select '"u8.ToArray(), bad, "'\0"u8.ToArray()));
            Assert.True("E:22021 Z:I" == RawClient.Describe(await client.ReadAnswerAsync()), $"Query, {what}");
            await client.SendAsync(Frontend.Message('Q', Encoding.UTF8.GetBytes(Insert + "('"), bad, "', '2025-01-01', 'p')\0"u8.ToArray()));
            Assert.True("E:22021 Z:I" == RawClient.Describe(await client.ReadAnswerAsync()), $"a plain INSERT, {what}");
            await client.SendAsync(Frontend.Message('P', bad, [0], "select 1\0"u8.ToArray(), Frontend.Int16(0)), Frontend.Sync);
            Assert.True("E:22021 Z:I" == RawClient.Describe(await client.ReadAnswerAsync()), $"a statement's name, {what}");
        }

        Assert.Equal(0, host.Tables.RowCount);
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await client.AskAsync("select 1"));
    }

    [Fact]
    public async Task A_query_with_something_behind_its_text_is_a_violation()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Message('Q', "select 1\0select 2\0"u8.ToArray()));
        Assert.Equal("E:08P01 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Fact]
    public async Task Terminate_in_the_middle_of_a_copy_leaves_nothing()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Query("copy otel_logs_and_spans (id, timestamp, project_id) from stdin"), Frontend.CopyData("a\t2025-01-01\tp\n"), Frontend.Terminate);
        Assert.Equal("G end", RawClient.Describe(await client.ReadAnswerAsync()));
        Assert.Equal(0, host.Tables.RowCount);
    }

    [Fact]
    public async Task The_function_call_message_is_refused_and_the_session_goes_on()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync(Frontend.Message('F', Frontend.Int32(1), Frontend.Int16(0), Frontend.Int16(0), Frontend.Int16(0)));
        Assert.Equal("E:0A000 Z:I", RawClient.Describe(await client.ReadAnswerAsync()));
        Assert.Equal("T D:1 C:SELECT 1 Z:I", await client.AskAsync("select 1"));
    }

    [Fact]
    public async Task Encryption_may_be_asked_for_again_and_again_until_the_time_is_over()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync(Frontend.Request(80877103));
            Assert.Equal("N"u8.ToArray(), await client.ReadBytesAsync(1));
            await client.SendAsync(Frontend.Request(80877104));
            Assert.Equal("N"u8.ToArray(), await client.ReadBytesAsync(1));
        }

        Assert.Equal('Z', (await client.LogInAsync())[^1].Code);
    }

    [Theory]
    [InlineData('Q')]
    [InlineData('S')]
    [InlineData('X')]
    public async Task Another_message_instead_of_the_password_ends_the_connection(char code)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        await client.SendAsync(Frontend.Startup(196608, ("user", "postgres")));
        await client.ReadAsync();
        await client.SendAsync(Frontend.Message(code, "select 1\0"u8.ToArray()));
        Assert.Equal("E:08P01 end", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Fact]
    public async Task A_client_that_leaves_instead_of_giving_its_password_gives_its_place_back()
    {
        await using var host = await GatewayHost.StartAsync(options => options.MaxConnections = 1);
        using (var client = await host.DialAsync())
        {
            await client.SendAsync(Frontend.Startup(196608, ("user", "postgres")));
            await client.ReadAsync();
            client.EndSending();
            Assert.Null(await client.ReadBytesAsync(1));
        }

        using var next = await host.ConnectAsync();
        Assert.NotEqual(0, next.ProcessId);
    }

    [Fact]
    public async Task A_proof_that_is_wrong_in_one_bit_is_no_proof()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.DialAsync();
        await client.SendAsync(Frontend.Startup(196608, ("user", "postgres")));
        await client.ReadAsync();
        var scram = new ScramClient("postgres");
        await client.SendAsync(Frontend.SaslInitialResponse("SCRAM-SHA-256", scram.First));
        var final = scram.Final(Encoding.UTF8.GetString((await client.ReadAsync()).Body.AsSpan(4)));
        var proof = Convert.FromBase64String(final[(final.IndexOf(",p=", StringComparison.Ordinal) + 3)..]);
        proof[^1] ^= 1;
        await client.SendAsync(Frontend.Message('p', Encoding.UTF8.GetBytes(final[..(final.IndexOf(",p=", StringComparison.Ordinal) + 3)] + Convert.ToBase64String(proof))));
        Assert.Equal("E:28P01 end", RawClient.Describe(await client.ReadAnswerAsync()));
    }

    [Fact]
    public async Task An_unknown_user_is_asked_as_a_known_one_is_and_always_with_the_same_salt()
    {
        await using var host = await GatewayHost.StartAsync();
        var known = await ChallengeAsync(host, "postgres");
        var unknown = await ChallengeAsync(host, "nobody");
        Assert.Equal(unknown, await ChallengeAsync(host, "nobody"));
        Assert.NotEqual(unknown.Salt, (await ChallengeAsync(host, "somebody")).Salt);
        Assert.Equal((known.Salt.Length, known.Iterations), (unknown.Salt.Length, unknown.Iterations));
    }

    private static async Task<(string Salt, string Iterations)> ChallengeAsync(GatewayHost host, string user)
    {
        using var client = await host.DialAsync();
        await client.SendAsync(Frontend.Startup(196608, ("user", user)));
        await client.ReadAsync();
        await client.SendAsync(Frontend.SaslInitialResponse("SCRAM-SHA-256", new ScramClient("x").First));
        var parts = Encoding.UTF8.GetString((await client.ReadAsync()).Body.AsSpan(4)).Split(',');
        return (parts[1], parts[2]);
    }
}
