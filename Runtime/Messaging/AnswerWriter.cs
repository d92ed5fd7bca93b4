using Granary.Grains.Interfaces.Columns;
using Granary.Runtime.Messaging.Codecs;
using Granary.Runtime.Messaging.Framing;
using Granary.Runtime.Messaging.Protocol;

namespace Granary.Runtime.Messaging;

/// <summary>Writes the envelopes of one answer. One user.</summary>
internal sealed class AnswerWriter(Stream target) : IDisposable
{
    private readonly MessageWriter _writer = new(target);

    public ValueTask WriteAsync(MessageBody result, bool isUncertain, CancellationToken cancellationToken) =>
        WriteAsync(new AnswerMessage { Result = result.Message, IsUncertain = isUncertain }, result.Batches, cancellationToken);

    public ValueTask WriteAsync(Exception error, CancellationToken cancellationToken) =>
        WriteAsync(new AnswerMessage { Error = ErrorCodec.Write(error) }, [], cancellationToken);

    public ValueTask WriteAsync(AnswerMessage envelope, IReadOnlyList<ColumnBatch> batches, CancellationToken cancellationToken)
    {
        envelope.FrameCount = (uint)batches.Count;
        envelope.FrameBytes = MessageWriter.MaxLength(batches);
        return _writer.WriteAsync(envelope, batches, beforeLast: null, cancellationToken);
    }

    public void Dispose() => _writer.Dispose();
}
