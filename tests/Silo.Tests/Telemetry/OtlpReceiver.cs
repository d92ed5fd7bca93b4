using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Granary.Silo.Tests.Telemetry;

/// <summary>Takes OTLP as a collector does, over HTTP or over gRPC, and keeps the messages by path.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int FrameHeadSize = 5;

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentBag<byte[]>> _received = new();

    private OtlpReceiver(bool isGrpc)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        _app = builder.Build();
        _app.MapPost("{**path}", isGrpc ? TakeGrpcAsync : TakeHttpAsync);
    }

    public string Address => _app.Urls.Single();

    public static async Task<OtlpReceiver> StartAsync(bool isGrpc)
    {
        var receiver = new OtlpReceiver(isGrpc);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>All messages that came to a path, read as text: names stand in protobuf as they are.</summary>
    public string Text(string path) => string.Concat(_received.GetValueOrDefault(path, []).Select(Encoding.UTF8.GetString));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeHttpAsync(HttpContext context)
    {
        Keep(context, await ReadAsync(context));
        context.Response.ContentType = "application/x-protobuf";
    }

    /// <summary>A unary call: one frame of a zero byte, a length and a message each way, and the status behind it.</summary>
    private async Task TakeGrpcAsync(HttpContext context)
    {
        Assert.Equal("application/grpc", context.Request.ContentType);
        var frame = await ReadAsync(context);
        Assert.Equal(0, frame[0]);
        Assert.Equal(frame.Length - FrameHeadSize, BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1)));
        Keep(context, frame[FrameHeadSize..]);

        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[FrameHeadSize]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private void Keep(HttpContext context, byte[] message) => _received.GetOrAdd(context.Request.Path, _ => []).Add(message);

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }
}
