using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Messages;

/// <summary>
/// Cuts the bytes of one client into messages. A small message is read where it lies in the pipe; a large one is moved into
/// a buffer of its own that grows as the bytes come, so that an announced length alone costs no memory. One reader.
/// </summary>
internal sealed class MessageReader(PipeReader input, int maxMessageBytes)
{
    private const int HeaderSize = 5;

    // larger messages leave the pipe while they arrive, so that the transport never has to hold them
    private const int LargeMessageSize = 64 * 1024;

    private ReadOnlySequence<byte> _unread;
    private bool _isHeld;
    private byte[] _scratch = [];
    private byte[]? _large;
    private int _largeLength;
    private int _largeFilled;
    private byte _largeCode;

    /// <summary>Bytes taken from the client so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The next whole message, if it has come. Its body is valid until the next call of this or <see cref="FillAsync"/>.</summary>
    public bool TryRead(out byte code, out ReadOnlyMemory<byte> body)
    {
        (code, body) = (0, default);
        if (_large is not null) return TryFinishLarge(out code, out body);
        if (_unread.Length < HeaderSize) return false;

        Span<byte> header = stackalloc byte[HeaderSize];
        _unread.Slice(0, HeaderSize).CopyTo(header);
        code = header[0];
        var length = BinaryPrimitives.ReadInt32BigEndian(header[1..]) - 4;
        Check(code, length);
        if (length > LargeMessageSize)
        {
            BeginLarge(code, length);
            return TryFinishLarge(out code, out body);
        }

        if (_unread.Length < HeaderSize + length) return false;
        body = Contiguous(_unread.Slice(HeaderSize, length));
        _unread = _unread.Slice(HeaderSize + length);
        return true;
    }

    /// <summary>Waits for more bytes.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What ended the wait.</returns>
    public async ValueTask<ReadOutcome> FillAsync(CancellationToken cancellationToken = default)
    {
        if (_isHeld)
        {
            input.AdvanceTo(_unread.Start, _unread.End);
            _isHeld = false;
        }

        // should the wait be given up, what was unread is in the pipe still and comes again with the next bytes
        var before = _unread.Length;
        _unread = default;
        var result = await input.ReadAsync(cancellationToken);
        _unread = result.Buffer;
        _isHeld = true;
        BytesRead += _unread.Length - before;
        if (result.IsCanceled) return ReadOutcome.Interrupted;
        return result.IsCompleted && _unread.Length == before ? ReadOutcome.End : ReadOutcome.Data;
    }

    /// <summary>Ends the present or the next <see cref="FillAsync"/> with <see cref="ReadOutcome.Interrupted"/>. From any thread.</summary>
    public void Interrupt() => input.CancelPendingRead();

    /// <summary>Gives the bytes that are held back to the pipe; the reader isn't used after it.</summary>
    public void Release()
    {
        if (_isHeld) input.AdvanceTo(_unread.Start);
        _isHeld = false;
    }

    private void Check(byte code, int length)
    {
        var limit = FrontendCode.MaxLength(code, maxMessageBytes);
        if (limit < 0)
            throw new GranaryException(ErrorKind.Invalid, SqlState.ProtocolViolation, $"invalid frontend message type {code}");
        if (length < 0 || length > limit)
            throw new GranaryException(ErrorKind.Invalid, SqlState.ProtocolViolation, "invalid message length");
    }

    private ReadOnlyMemory<byte> Contiguous(ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment) return bytes.First;
        var length = (int)bytes.Length;
        if (_scratch.Length < length) _scratch = GC.AllocateUninitializedArray<byte>(LargeMessageSize);
        bytes.CopyTo(_scratch);
        return _scratch.AsMemory(0, length);
    }

    private void BeginLarge(byte code, int length)
    {
        _large = GC.AllocateUninitializedArray<byte>(Math.Min(length, 4 * LargeMessageSize));
        (_largeCode, _largeLength, _largeFilled) = (code, length, 0);
        _unread = _unread.Slice(HeaderSize);
    }

    private bool TryFinishLarge(out byte code, out ReadOnlyMemory<byte> body)
    {
        var part = _unread.Slice(0, Math.Min(_unread.Length, _largeLength - _largeFilled));
        var filled = _largeFilled + (int)part.Length;
        if (filled > _large!.Length) Array.Resize(ref _large, (int)Math.Min(_largeLength, Math.Max(filled, 2L * _large.Length)));
        part.CopyTo(_large.AsSpan(_largeFilled));
        _largeFilled = filled;
        _unread = _unread.Slice(part.End);
        (code, body) = (_largeCode, default);
        if (filled < _largeLength) return false;
        body = _large.AsMemory(0, filled);
        _large = null;
        return true;
    }
}
