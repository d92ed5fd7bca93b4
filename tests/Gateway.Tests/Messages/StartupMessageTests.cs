using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Tests.Messages;

/// <summary>The packets that begin a connection, behind their length.</summary>
public sealed class StartupMessageTests
{
    [Fact]
    public void SSLRequest() => Assert.IsType<StartupMessage.SslRequest>(Read("04d2162f"));

    [Fact]
    public void GSSENCRequest() => Assert.IsType<StartupMessage.GssEncodingRequest>(Read("04d21630"));

    [Fact]
    public void CancelRequest() => Assert.Equal(new StartupMessage.CancelRequest(1001, -2), Read("04d2162e 000003e9 fffffffe"));

    [Fact]
    public void StartupMessage_gives_version_parameters_and_protocol_options()
    {
        var start = Assert.IsType<StartupMessage.Start>(Read("00030002 'user' 00 'me' 00 '_pq_.x' 00 '1' 00 'database' 00 'db' 00 00"));
        Assert.Equal(2, start.MinorVersion);
        Assert.Equal([new("user", "me"), new("database", "db")], start.Parameters);
        Assert.Equal(["_pq_.x"], start.ProtocolOptions);
    }

    [Theory]
    [InlineData("04d2162f 00", "08P01")]
    [InlineData("04d2162e 000003e9", "08P01")]
    [InlineData("00020000 'user' 00 'me' 00 00", "0A000")]
    [InlineData("00040000 'user' 00 'me' 00 00", "0A000")]
    [InlineData("00030000", "08P01")]
    [InlineData("00030000 'user' 00", "08P01")]
    [InlineData("00030000 'user' 00 'me' 00", "08P01")]
    [InlineData("00030000 'user' 00 'me'", "08P01")]
    [InlineData("00030000 00 00", "08P01")]
    public void What_can_not_be_meant_is_refused(string packet, string sqlState) =>
        Assert.Equal(sqlState, Assert.Throws<GranaryException>(() => Read(packet)).SqlState);

    private static StartupMessage Read(string packet) => StartupMessage.Read(Wire.Bytes(packet));
}
