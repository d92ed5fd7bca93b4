using System.Buffers;
using System.IO.Pipelines;
using Granary.Gateway.Postgres.Messages;
using Microsoft.AspNetCore.Connections;

namespace Granary.Gateway.Postgres.Sessions;

/// <summary>
/// What goes to one client: messages are collected and sent in one go. A client that doesn't read makes only its own session
/// wait: 1. a statement's end by cancel or time limit ends the wait, and what it has to say is sent when the client reads
/// again; 2. a client that takes nothing for <see cref="GatewayOptions.SendTimeout"/> is cut off.
/// </summary>
internal sealed class ClientOutput(PipeWriter pipe, ConnectionContext connection, SessionServices services)
{
    // enough for a large write to the socket, little enough that many sessions can be streaming
    private const int FlushSize = 32 * 1024;

    // a send that a wait has left behind: nothing is given to the pipe before it has ended, so that little is held for the client
    private Task<FlushResult>? _sending;

    public MessageBuffer Buffer { get; } = new();

    /// <summary>Sends what was collected when it is much.</summary>
    /// <param name="cancellationToken">Ends the wait for a slow client.</param>
    public ValueTask FlushIfFullAsync(CancellationToken cancellationToken = default) =>
        Buffer.Length < FlushSize ? ValueTask.CompletedTask : FlushAsync(cancellationToken);

    /// <summary>Sends what was collected; waits while the client is slow.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConnectionAbortedException">The client is gone, or was cut off.</exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_sending is not null) return FinishAndFlushAsync(cancellationToken);
        if (Buffer.Length == 0) return ValueTask.CompletedTask;
        pipe.Write(Buffer.Written.Span);
        services.Instruments.BytesSent.Add(Buffer.Length);
        Buffer.Clear();
        var flush = pipe.FlushAsync(CancellationToken.None);
        if (!flush.IsCompletedSuccessfully)
        {
            _sending = flush.AsTask();
            return FinishAsync(cancellationToken);
        }

        Check(flush.Result);
        return ValueTask.CompletedTask;
    }

    private async ValueTask FinishAndFlushAsync(CancellationToken cancellationToken)
    {
        await FinishAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    private async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        try
        {
            var result = await _sending!.WaitAsync(services.Options.SendTimeout, services.Time, cancellationToken);
            _sending = null;
            Check(result);
        }
        catch (TimeoutException)
        {
            services.Instruments.ConnectionsCutOff.Add(1);
            var reason = new ConnectionAbortedException($"the client took nothing for {services.Options.SendTimeout}");
            connection.Abort(reason);
            throw reason;
        }
    }

    private static void Check(FlushResult result)
    {
        if (result.IsCompleted) throw new ConnectionAbortedException("the client is gone");
    }
}
