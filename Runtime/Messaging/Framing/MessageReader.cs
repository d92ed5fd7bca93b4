using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Runtime.Messaging.Framing;

/// <summary>
/// Reads messages from a stream: a length, an envelope, column frames. Memory is taken as bytes come, not as a length says, so
/// that a wrong length costs nothing. One user.
/// </summary>
internal sealed class MessageReader(Stream source)
{
    private const int LengthBytes = sizeof(uint);
    private const int FirstPieceBytes = 256 << 10;

    private readonly byte[] _head = new byte[BatchFrame.HeaderLength];

    /// <summary>The next envelope.</summary>
    /// <exception cref="EndOfStreamException">The stream ended: before the message, or within it.</exception>
    /// <exception cref="GranaryException">The bytes are no message.</exception>
    public async ValueTask<T> ReadEnvelopeAsync<T>(MessageParser<T> parser, CancellationToken cancellationToken)
        where T : IMessage<T>
    {
        await source.ReadExactlyAsync(_head.AsMemory(0, LengthBytes), cancellationToken);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(_head);
        if (length > MessageLimits.EnvelopeBytes) throw MessageErrors.TooLarge("the envelope", length, MessageLimits.EnvelopeBytes);
        var buffer = await ReadAsync((int)length, 0, cancellationToken);
        try
        {
            return parser.ParseFrom(buffer, 0, (int)length);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw MessageErrors.Unreadable(error.Message, error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Refuses what an envelope says of its frames when it can't be true.</summary>
    public static void Check(long count, long bytes)
    {
        if (count > MessageLimits.FrameCount) throw MessageErrors.Unreadable($"it says that it holds {count} frames");
        if (bytes < 0) throw MessageErrors.Unreadable("its frames' length is negative");
        if (bytes > MessageLimits.FrameBytes) throw MessageErrors.TooLarge("the rows", bytes, MessageLimits.FrameBytes);
    }

    /// <summary>The frames behind an envelope.</summary>
    /// <param name="count">How many the envelope says.</param>
    /// <param name="maxBytes">The most bytes that it says they take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<IReadOnlyList<ColumnBatch>> ReadFramesAsync(long count, long maxBytes, CancellationToken cancellationToken)
    {
        Check(count, maxBytes);
        if (count == 0) return [];
        var batches = new List<ColumnBatch>();
        var rest = maxBytes;
        for (var i = 0; i < count; i++)
        {
            await source.ReadExactlyAsync(_head, cancellationToken);
            // where every frame has it, and where the checksum will cover it
            var length = BinaryPrimitives.ReadInt32LittleEndian(_head.AsSpan(12));
            if (length < 0 || length > Array.MaxLength - _head.Length) throw MessageErrors.Unreadable("a frame's length is out of range");
            rest -= _head.Length + length;
            if (rest < 0) throw MessageErrors.Unreadable("its frames are longer than it says");
            batches.Add(await ReadFrameAsync(length, cancellationToken));
        }
        return batches;
    }

    private async ValueTask<ColumnBatch> ReadFrameAsync(int length, CancellationToken cancellationToken)
    {
        var buffer = await ReadAsync(length, _head.Length, cancellationToken);
        try
        {
            _head.CopyTo(buffer, 0);
            return BatchFrame.Read(buffer.AsSpan(0, _head.Length + length));
        }
        catch (Exception error) when (error is OverflowException or ArgumentException)
        {
            throw MessageErrors.Unreadable("a frame's lengths don't fit", error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads so many bytes behind some room into a buffer that grows as they come; the caller returns it to the pool.</summary>
    private async ValueTask<byte[]> ReadAsync(int length, int room, CancellationToken cancellationToken)
    {
        var (total, at) = (room + length, room);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(total, FirstPieceBytes));
        try
        {
            while (at < total)
            {
                if (at == buffer.Length) buffer = Grow(buffer, total);
                var count = await source.ReadAsync(buffer.AsMemory(at, Math.Min(buffer.Length, total) - at), cancellationToken);
                if (count == 0) throw new EndOfStreamException("a message of the cluster ended early");
                at += count;
            }
            return buffer;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static byte[] Grow(byte[] buffer, int total)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(total, 2L * buffer.Length));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
