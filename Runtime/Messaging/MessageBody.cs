using Google.Protobuf;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Runtime.Messaging;

/// <summary>What arguments or a result are between processes: a message of the method's own, and batches that follow it as frames.</summary>
/// <param name="Message">The method's message; empty when there is nothing to say.</param>
/// <param name="Batches">The batches.</param>
internal sealed record MessageBody(ByteString Message, IReadOnlyList<ColumnBatch> Batches)
{
    /// <summary>Nothing at all.</summary>
    public static readonly MessageBody Empty = new(ByteString.Empty, []);

    /// <summary>A message and its batches.</summary>
    public static MessageBody Of(IMessage message, params IReadOnlyList<ColumnBatch> batches) => new(message.ToByteString(), batches);

    /// <summary>Reads the message.</summary>
    public T Read<T>(MessageParser<T> parser)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(Message);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw MessageErrors.Unreadable(error.Message, error);
        }
    }

    /// <summary>The only batch.</summary>
    public ColumnBatch Single() => Batches.Count == 1 ? Batches[0] : throw MessageErrors.Unreadable($"it holds {Batches.Count} batches instead of one");
}
