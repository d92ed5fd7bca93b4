using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Tests.Messages;

/// <summary>Every message that a client sends and that has a body, byte for byte, whole and cut off at each byte.</summary>
public sealed class FrontendMessageTests
{
    private const string Bind = "'p' 00 's' 00 0002 0001 0000 0002 00000004 00000007 ffffffff 0001 0001";
    private const string Parse = "'s' 00 'select $1' 00 0002 00000017 00000000";
    private const string Execute = "'p' 00 00000005";
    private const string Describe = "'S' 's' 00";
    private const string Query = "'select 1' 00";
    private const string SaslInitialResponse = "'SCRAM-SHA-256' 00 00000003 'n,,'";

    private delegate void Reader(ReadOnlySpan<byte> body);

    private static readonly Dictionary<string, Reader> Readers = new()
    {
        [Bind] = body => _ = new BindMessage(body),
        [Parse] = body => _ = new ParseMessage(body),
        [Execute] = body => _ = new ExecuteMessage(body),
        [Describe] = body => _ = new TargetMessage(body, "DESCRIBE"),
        [Query] = body => QueryMessage.TextLength(body),
        [SaslInitialResponse] = body => _ = new SaslInitialResponseMessage(body),
    };

    [Fact]
    public void Bind_gives_names_formats_and_values()
    {
        var message = new BindMessage(Wire.Bytes(Bind));
        Assert.Equal(("p", "s", 2), (message.Portal, message.Statement, message.ParameterCount));
        Assert.Equal([1, 0], message.ParameterFormats);
        Assert.Equal([1], message.ResultFormats);
        var values = message.Values;
        Assert.True(BindMessage.ReadValue(ref values, out var first));
        Assert.Equal([0, 0, 0, 7], first.ToArray());
        Assert.False(BindMessage.ReadValue(ref values, out _));
    }

    [Fact]
    public void Parse_gives_name_text_and_types()
    {
        var message = new ParseMessage(Wire.Bytes(Parse));
        Assert.Equal(("s", "select $1"), (message.Name, System.Text.Encoding.UTF8.GetString(message.Text)));
        Assert.Equal([23u, 0u], message.ParameterOids);
    }

    [Theory]
    [InlineData("'p' 00 00000005", 5)]
    [InlineData("'p' 00 00000000", long.MaxValue)]
    [InlineData("'p' 00 ffffffff", long.MaxValue)]
    public void Execute_gives_name_and_limit(string body, long limit)
    {
        var message = new ExecuteMessage(Wire.Bytes(body));
        Assert.Equal(("p", limit), (message.Portal, message.RowLimit));
    }

    [Theory]
    [InlineData("'S' 's' 00", true, "s")]
    [InlineData("'P' 00", false, "")]
    public void Describe_and_Close_give_kind_and_name(string body, bool isStatement, string name)
    {
        var message = new TargetMessage(Wire.Bytes(body), "CLOSE");
        Assert.Equal((isStatement, name), (message.IsStatement, message.Name));
    }

    [Fact]
    public void Query_gives_the_length_of_its_text() => Assert.Equal(8, QueryMessage.TextLength(Wire.Bytes(Query)));

    [Fact]
    public void SASLInitialResponse_gives_mechanism_and_data()
    {
        var message = new SaslInitialResponseMessage(Wire.Bytes(SaslInitialResponse));
        Assert.Equal(("SCRAM-SHA-256", "n,,"), (message.Mechanism, System.Text.Encoding.UTF8.GetString(message.Data)));
        Assert.Equal(0, new SaslInitialResponseMessage(Wire.Bytes("'SCRAM-SHA-256' 00 ffffffff")).Data.Length);
    }

    [Theory]
    [InlineData(Bind)]
    [InlineData(Parse)]
    [InlineData(Execute)]
    [InlineData(Describe)]
    [InlineData(Query)]
    [InlineData(SaslInitialResponse)]
    public void A_message_that_is_cut_off_or_too_long_is_a_violation(string body)
    {
        var whole = Wire.Bytes(body);
        Readers[body](whole);
        for (var length = 0; length < whole.Length; length++) Assert.Equal(SqlState.ProtocolViolation, RefusalOf(body, whole[..length]));
        Assert.Equal(SqlState.ProtocolViolation, RefusalOf(body, [.. whole, 0]));
    }

    [Theory]
    [InlineData(Bind, "ff 00 's' 00 0000 0000 0000", "22021")]
    [InlineData(Bind, "'p' 00 c328 00 0000 0000 0000", "22021")]
    [InlineData(Bind, "'p' 00 's' 00 0001 0002 0000 0000", "08P01")]
    [InlineData(Bind, "'p' 00 's' 00 0000 0001 fffffffe 0000", "08P01")]
    [InlineData(Bind, "'p' 00 's' 00 0000 0001 7fffffff 00 0000", "08P01")]
    [InlineData(Bind, "'p' 00 's' 00 0000 ffff 00000000 0000", "08P01")]
    [InlineData(Parse, "'s' 00 'select 1' 00 ffff 00000017", "08P01")]
    [InlineData(Parse, "ff 00 'select 1' 00 0000", "22021")]
    [InlineData(Execute, "ff 00 00000000", "22021")]
    [InlineData(Describe, "'X' 's' 00", "08P01")]
    [InlineData(Describe, "'S' ff 00", "22021")]
    [InlineData(Query, "'select 1' 00 'x'", "08P01")]
    public void What_can_not_be_meant_is_refused(string message, string body, string sqlState) =>
        Assert.Equal(sqlState, RefusalOf(message, Wire.Bytes(body)));

    [Theory]
    [InlineData('Q', 1_000_000, 1_000_000)]
    [InlineData('P', 1_000_000, 1_000_000)]
    [InlineData('B', 1_000_000, 1_000_000)]
    [InlineData('d', 1_000_000, 1_000_000)]
    [InlineData('F', 1_000_000, 1_000_000)]
    [InlineData('p', 1_000_000, 10_000)]
    [InlineData('S', 1_000_000, 10_000)]
    [InlineData('H', 1_000_000, 10_000)]
    [InlineData('X', 1_000_000, 10_000)]
    [InlineData('E', 1_000_000, 10_000)]
    [InlineData('D', 1_000_000, 10_000)]
    [InlineData('C', 1_000_000, 10_000)]
    [InlineData('c', 1_000_000, 10_000)]
    [InlineData('f', 1_000_000, 10_000)]
    [InlineData('!', 1_000_000, -1)]
    [InlineData('R', 1_000_000, -1)]
    public void Each_kind_has_its_longest(char code, int limit, int longest) => Assert.Equal(longest, FrontendCode.MaxLength((byte)code, limit));

    private static string? RefusalOf(string message, byte[] body) => Assert.Throws<GranaryException>(() => Readers[message](body)).SqlState;
}
