using Granary.Grains.Interfaces.Columns;
using Granary.Runtime.Messaging.Framing;
using Granary.Runtime.Messaging.Protocol;

namespace Granary.Runtime.Messaging;

/// <summary>An answer as it comes in: the first envelope, and more behind it when it is a statement's. Disposing early tells the silo to stop. One user.</summary>
internal sealed class MessageAnswer(HttpResponseMessage response, MessageReader reader, AnswerMessage head, IReadOnlyList<ColumnBatch> batches) : IDisposable
{
    /// <summary>The first envelope.</summary>
    public AnswerMessage Head { get; } = head;

    /// <summary>The batches behind it.</summary>
    public IReadOnlyList<ColumnBatch> Batches { get; } = batches;

    /// <summary>Reads the beginning.</summary>
    public static async Task<MessageAnswer> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var reader = new MessageReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var (head, batches) = await ReadAsync(reader, cancellationToken);
        return new MessageAnswer(response, reader, head, batches);
    }

    /// <summary>The next envelope and its batches.</summary>
    public Task<(AnswerMessage Envelope, IReadOnlyList<ColumnBatch> Batches)> ReadAsync(CancellationToken cancellationToken) => ReadAsync(reader, cancellationToken);

    public void Dispose() => response.Dispose();

    private static async Task<(AnswerMessage Envelope, IReadOnlyList<ColumnBatch> Batches)> ReadAsync(MessageReader reader, CancellationToken cancellationToken)
    {
        var envelope = await reader.ReadEnvelopeAsync(AnswerMessage.Parser, cancellationToken);
        return (envelope, await reader.ReadFramesAsync(envelope.FrameCount, envelope.FrameBytes, cancellationToken));
    }
}
