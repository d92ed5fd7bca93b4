using Granary.Gateway.Postgres.Messages;
using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Tests.Messages;

/// <summary>Every message that the server sends, byte for byte as the protocol's page gives its format.</summary>
public sealed class BackendMessageTests
{
    private static readonly SqlType Int4 = new(23, -1, DataType.Int32);
    private static readonly SqlType Text = new(25, -1, DataType.Text);
    private static readonly SqlType Numeric = new(1700, ((10 << 16) | 2) + 4, DataType.Text);

    [Fact]
    public void AuthenticationOk() => Check("52 00000008 00000000", AuthenticationMessage.WriteOk);

    [Fact]
    public void AuthenticationSASL() => Check(
        "52 0000002a 0000000a 'SCRAM-SHA-256-PLUS' 00 'SCRAM-SHA-256' 00 00",
        buffer => AuthenticationMessage.WriteSasl(buffer, ["SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"]));

    [Fact]
    public void AuthenticationSASLContinue() => Check("52 0000000b 0000000b 'r=x'", buffer => AuthenticationMessage.WriteSaslContinue(buffer, "r=x"u8));

    [Fact]
    public void AuthenticationSASLFinal() => Check("52 0000000b 0000000c 'v=x'", buffer => AuthenticationMessage.WriteSaslFinal(buffer, "v=x"u8));

    [Fact]
    public void BackendKeyData() => Check("4b 0000000c 000003e9 fffffffe", buffer => BackendKeyDataMessage.Write(buffer, 1001, -2));

    [Theory]
    [InlineData(BackendCode.BindComplete, "32 00000004")]
    [InlineData(BackendCode.CloseComplete, "33 00000004")]
    [InlineData(BackendCode.CopyDone, "63 00000004")]
    [InlineData(BackendCode.EmptyQueryResponse, "49 00000004")]
    [InlineData(BackendCode.NoData, "6e 00000004")]
    [InlineData(BackendCode.ParseComplete, "31 00000004")]
    [InlineData(BackendCode.PortalSuspended, "73 00000004")]
    public void Messages_without_a_body(byte code, string expected) => Check(expected, buffer => buffer.WriteEmpty(code));

    [Fact]
    public void CommandComplete()
    {
        Check("43 0000000a 'BEGIN' 00", buffer => CommandCompleteMessage.Write(buffer, new CommandTag("BEGIN"), 7));
        Check("43 0000000d 'SELECT 7' 00", buffer => CommandCompleteMessage.Write(buffer, CommandTag.Select, 7));
        Check("43 0000000f 'INSERT 0 1' 00", buffer => CommandCompleteMessage.Write(buffer, CommandTag.Insert, 1));
        Check("43 0000001d 'COPY 9223372036854775807' 00", buffer => CommandCompleteMessage.Write(buffer, CommandTag.Copy, long.MaxValue));
    }

    [Fact]
    public void CopyInResponse() => Check("47 0000000b 00 0002 0000 0000", buffer => CopyResponseMessage.WriteIn(buffer, isBinary: false, columnCount: 2));

    [Fact]
    public void CopyOutResponse() => Check("48 00000009 01 0001 0001", buffer => CopyResponseMessage.WriteOut(buffer, isBinary: true, columnCount: 1));

    [Fact]
    public void ErrorResponse_with_all_fields() => Check(
        "45 00000068 'S' 'ERROR' 00 'V' 'ERROR' 00 'C' '42P01' 00 'M' 'no such thing' 00 'D' 'detail' 00 'H' 'hint' 00 'P' '8' 00 'W' 'where' 00 "
            + "'s' 'public' 00 't' 'tbl' 00 'c' 'col' 00 'F' 'granary' 00 'L' '1' 00 'R' 'gateway' 00 00",
        buffer => ErrorResponseMessage.WriteError(buffer, new ClientReport("ERROR", "42P01", "no such thing")
        {
            Detail = "detail",
            Hint = "hint",
            Position = 7,
            Where = "where",
            TableName = "tbl",
            ColumnName = "col",
        }));

    [Fact]
    public void NoticeResponse() => Check(
        "4e 00000036 'S' 'WARNING' 00 'V' 'WARNING' 00 'C' '25P01' 00 'M' 'm' 00 'F' 'granary' 00 'L' '1' 00 'R' 'gateway' 00 00",
        buffer => ErrorResponseMessage.WriteNotice(buffer, new ClientReport("WARNING", "25P01", "m")));

    [Fact]
    public void NegotiateProtocolVersion() => Check(
        "76 00000013 00030000 00000001 '_pq_.x' 00", buffer => NegotiateProtocolVersionMessage.Write(buffer, ["_pq_.x"]));

    [Fact]
    public void NotificationResponse() => Check(
        "41 0000000e 000003e9 'ch' 00 'pl' 00", buffer => NotificationResponseMessage.Write(buffer, 1001, "ch", "pl"));

    [Fact]
    public void ParameterDescription() => Check(
        "74 0000000e 0002 00000017 00000019", buffer => ParameterDescriptionMessage.Write(buffer, [Int4, Text]));

    [Fact]
    public void ParameterStatus() => Check("53 00000011 'TimeZone' 00 'UTC' 00", buffer => ParameterStatusMessage.Write(buffer, "TimeZone", "UTC"));

    [Theory]
    [InlineData('I', "5a 00000005 'I'")]
    [InlineData('T', "5a 00000005 'T'")]
    [InlineData('E', "5a 00000005 'E'")]
    public void ReadyForQuery(char state, string expected) => Check(expected, buffer => ReadyForQueryMessage.Write(buffer, (byte)state));

    [Fact]
    public void RowDescription() => Check(
        "54 00000044 0003 "
            + "'id' 00 00004001 0003 00000017 0004 ffffffff 0001 "
            + "'ä' 00 00000000 0000 00000019 ffff ffffffff 0000 "
            + "'n' 00 00000000 0000 000006a4 ffff 000a0006 0000",
        buffer => RowDescriptionMessage.Write(
            buffer, [new("id", Int4, 0x4001, 3), new("ä", Text), new("n", Numeric)], [1, 0, 0]));

    [Fact]
    public void A_text_with_a_NUL_ends_there_so_that_it_can_not_forge_a_message() => Check(
        "53 00000008 'a' 00 'v' 00", buffer => ParameterStatusMessage.Write(buffer, "a\0Z", "v\0Z"));

    private static void Check(string expected, Action<MessageBuffer> write)
    {
        var buffer = new MessageBuffer();
        write(buffer);
        Assert.Equal(Convert.ToHexString(Wire.Bytes(expected)), Convert.ToHexString(buffer.Written.Span));
    }
}
