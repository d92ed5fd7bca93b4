using System.Buffers;
using System.IO.Pipelines;
using Granary.Gateway.Postgres.Messages;
using Microsoft.AspNetCore.Connections;

namespace Granary.Gateway.Postgres.Sessions;

/// <summary>What goes to one client: messages are collected and sent in one go. A client that doesn't read makes only its own session wait.</summary>
internal sealed class ClientOutput(PipeWriter pipe, GatewayInstruments instruments)
{
    // enough for a large write to the socket, little enough that many sessions can be streaming
    private const int FlushSize = 32 * 1024;

    public MessageBuffer Buffer { get; } = new();

    /// <summary>Sends what was collected when it is much.</summary>
    public ValueTask FlushIfFullAsync() => Buffer.Length < FlushSize ? ValueTask.CompletedTask : FlushAsync();

    /// <summary>Sends what was collected; waits while the client is slow.</summary>
    /// <exception cref="ConnectionAbortedException">The client is gone.</exception>
    public ValueTask FlushAsync()
    {
        if (Buffer.Length == 0) return ValueTask.CompletedTask;
        pipe.Write(Buffer.Written.Span);
        instruments.BytesSent.Add(Buffer.Length);
        Buffer.Clear();
        var flush = pipe.FlushAsync();
        if (!flush.IsCompletedSuccessfully) return WaitAsync(flush);
        Check(flush.Result);
        return ValueTask.CompletedTask;
    }

    private static async ValueTask WaitAsync(ValueTask<FlushResult> flush) => Check(await flush);

    private static void Check(FlushResult result)
    {
        if (result.IsCompleted) throw new ConnectionAbortedException("the client is gone");
    }
}
