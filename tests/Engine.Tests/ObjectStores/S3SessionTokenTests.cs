using System.Net;
using System.Net.Sockets;
using System.Text;
using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Tests.ObjectStores;

/// <summary>Against a scripted service, since the real one of the tests ignores session tokens.</summary>
public sealed class S3SessionTokenTests
{
    [Fact]
    public async Task The_token_is_sent_and_its_end_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = AnswerOnceAsync(listener, 400, "<Error><Code>ExpiredToken</Code><Message>m</Message></Error>");
        using var store = new S3ObjectStore(new ObjectStoreOptions
        {
            Bucket = "bucket",
            Endpoint = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}",
            AccessKeyId = "key",
            SecretAccessKey = "secret",
            SessionToken = "the-token",
        }, TimeProvider.System);
        var exception = await Assert.ThrowsAsync<GranaryException>(() => store.TryGetAsync("folder/object", default));
        var request = await serving;
        Assert.StartsWith("GET /bucket/folder/object HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("x-amz-security-token: the-token", request, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ErrorKind.Unauthorized, exception.Kind);
        Assert.Contains("AWS_SESSION_TOKEN", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<string> AnswerOnceAsync(TcpListener listener, int status, string body)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0) break;
            request.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status} X\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        return request.ToString();
    }
}
