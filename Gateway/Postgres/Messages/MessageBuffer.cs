using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Granary.Gateway.Postgres.Messages;

/// <summary>
/// Backend messages one after another in one growing buffer, until the session writes them to the client in one go.
/// A message lies in one piece, so that its length is put in when it ends. One writer.
/// </summary>
internal sealed class MessageBuffer : IBufferWriter<byte>
{
    private const int FirstSize = 4 * 1024;

    // after a burst a buffer larger than this is given up, so that idle sessions stay small
    private const int KeptSize = 256 * 1024;

    private byte[] _bytes = new byte[FirstSize];
    private int _messageStart = -1;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was written so far.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Starts a message.</summary>
    public void Begin(byte code)
    {
        _messageStart = Length;
        var header = GetSpan(5);
        header[0] = code;
        Advance(5);
    }

    /// <summary>Ends the message and puts its length in.</summary>
    public void End()
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_messageStart + 1), Length - _messageStart - 1);
        _messageStart = -1;
    }

    /// <summary>Takes back everything after a length seen before, such as a row that could not be encoded.</summary>
    public void Truncate(int length)
    {
        Length = length;
        _messageStart = -1;
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        Length = 0;
        _messageStart = -1;
        if (_bytes.Length > KeptSize) _bytes = new byte[FirstSize];
    }

    /// <summary>A message without a body.</summary>
    public void WriteEmpty(byte code)
    {
        var span = GetSpan(5);
        span[0] = code;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], 4);
        Advance(5);
    }

    public void WriteByte(byte value)
    {
        GetSpan(1)[0] = value;
        Advance(1);
    }

    public void WriteInt16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(GetSpan(2), value);
        Advance(2);
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(GetSpan(4), value);
        Advance(4);
    }

    public void WriteUInt32(uint value) => WriteInt32(unchecked((int)value));

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(GetSpan(value.Length));
        Advance(value.Length);
    }

    /// <summary>A text and its NUL; a NUL inside would cut the message, so it ends the text.</summary>
    public void WriteCString(ReadOnlySpan<char> text)
    {
        var nul = text.IndexOf('\0');
        if (nul >= 0) text = text[..nul];
        var span = GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length) + 1);
        var length = Encoding.UTF8.GetBytes(text, span);
        span[length] = 0;
        Advance(length + 1);
    }

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void Reserve(int size)
    {
        var needed = Length + (long)Math.Max(size, 1);
        if (needed <= _bytes.Length) return;
        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length)));
    }
}
