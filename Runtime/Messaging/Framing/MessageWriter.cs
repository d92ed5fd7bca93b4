using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Runtime.Messaging.Framing;

/// <summary>
/// Writes messages to a stream. Small ones go out as one piece; of large ones a frame at a time is in memory. One user.
/// </summary>
internal sealed class MessageWriter(Stream target) : IDisposable
{
    private const int LengthBytes = sizeof(uint);
    private const int PieceBytes = 64 << 10;
    private const int LastBytes = 1 << 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
    private int _used;

    /// <summary>The most bytes that the batches' frames take, for the envelope.</summary>
    public static long MaxLength(IReadOnlyList<ColumnBatch> batches)
    {
        var length = batches.Sum(batch => (long)BatchFrame.MaxLength(batch));
        return length <= MessageLimits.FrameBytes ? length : throw MessageErrors.TooLarge("the rows", length, MessageLimits.FrameBytes);
    }

    /// <summary>Writes a message.</summary>
    /// <param name="envelope">The envelope; it says how many frames there are and how long.</param>
    /// <param name="batches">The batches that follow.</param>
    /// <param name="beforeLast">Called before the message's last bytes leave: until then nobody can have read it whole.</param>
    /// <param name="cancellationToken">Gives up; the stream is of no use afterwards.</param>
    public async ValueTask WriteAsync(IMessage envelope, IReadOnlyList<ColumnBatch> batches, Action? beforeLast, CancellationToken cancellationToken)
    {
        var length = envelope.CalculateSize();
        if (length > MessageLimits.EnvelopeBytes) throw MessageErrors.TooLarge("the envelope", length, MessageLimits.EnvelopeBytes);
        Reserve(LengthBytes + length);
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_used), (uint)length);
        envelope.WriteTo(_buffer.AsSpan(_used + LengthBytes, length));
        _used += LengthBytes + length;
        foreach (var batch in batches)
        {
            if (_used >= PieceBytes) await FlushAsync(cancellationToken);
            Reserve(BatchFrame.MaxLength(batch));
            _used += BatchFrame.Write(batch, _buffer.AsSpan(_used));
        }
        if (beforeLast is not null) await FlushButLastAsync(beforeLast, cancellationToken);
        await FlushAsync(cancellationToken);
        await target.FlushAsync(cancellationToken);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    // a large frame is on its way for long, and most of that time nobody can have read it whole
    private async ValueTask FlushButLastAsync(Action beforeLast, CancellationToken cancellationToken)
    {
        if (_used > PieceBytes)
        {
            await target.WriteAsync(_buffer.AsMemory(0, _used - LastBytes), cancellationToken);
            _buffer.AsSpan(_used - LastBytes, LastBytes).CopyTo(_buffer);
            _used = LastBytes;
        }
        beforeLast();
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await target.WriteAsync(_buffer.AsMemory(0, _used), cancellationToken);
        _used = 0;
    }

    private void Reserve(int length)
    {
        if (_buffer.Length - _used >= length) return;
        var larger = ArrayPool<byte>.Shared.Rent(checked(_used + length));
        _buffer.AsSpan(0, _used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
