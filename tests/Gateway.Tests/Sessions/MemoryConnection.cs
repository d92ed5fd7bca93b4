using System.IO.Pipelines;
using Granary.Gateway.Postgres;
using Microsoft.AspNetCore.Connections;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>A connection without a network: what the client doesn't take fills a pipe of a known size, and nothing else.</summary>
internal static class MemoryConnection
{
    /// <summary>What the server can send ahead of the client.</summary>
    public const int SendBufferBytes = 64 * 1024;

    /// <summary>Has the handler serve a new client.</summary>
    /// <returns>The client's end.</returns>
    public static Stream Open(ConnectionHandler handler)
    {
        var toServer = new Pipe();
        var toClient = new Pipe(new PipeOptions(pauseWriterThreshold: SendBufferBytes, resumeWriterThreshold: SendBufferBytes / 2));
        var context = new DefaultConnectionContext("memory") { Transport = new Ends(toServer.Reader, toClient.Writer) };
        context.ConnectionClosed.Register(() => toClient.Reader.Complete());
        _ = ServeAsync();
        return new DuplexPipeStream(new Ends(toClient.Reader, toServer.Writer));

        async Task ServeAsync()
        {
            await handler.OnConnectedAsync(context);
            await toServer.Reader.CompleteAsync();
            await toClient.Writer.CompleteAsync();
        }
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
