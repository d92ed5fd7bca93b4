using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Messages;

/// <summary>
/// Cuts the bytes of one client into messages. A small message is read where it lies in the pipe; a large one is moved into
/// a buffer of its own that grows as the bytes come, so that an announced length alone costs no memory. When all connections'
/// large messages together take too much, it waits a bounded time for room, then passes over the message and refuses it, so
/// that the session can go on. One reader.
/// </summary>
internal sealed class MessageReader(PipeReader input, ReceiveMemory memory, int maxMessageBytes)
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
    private long _taken;
    private int _wantedCapacity;
    private long _passOver;

    /// <summary>The longest message that is taken: little until the client has shown who it is.</summary>
    public int MaxMessageBytes { get; set; } = maxMessageBytes;

    /// <summary>Why the message that was read last has no body: it found no room. Null when it has one.</summary>
    public GranaryException? Refusal { get; private set; }

    /// <summary>Bytes taken from the client so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The next whole message, if it has come. Its body is valid until the next call of this or <see cref="FillAsync"/>.</summary>
    public bool TryRead(out byte code, out ReadOnlyMemory<byte> body)
    {
        (code, body) = (0, default);
        Refusal = null;
        if (_passOver > 0) return TryPassOver(out code);
        if (_large is not null) return TryFinishLarge(out code, out body);
        if (_taken > 0) GiveBack();
        if (_unread.Length < HeaderSize) return false;

        Span<byte> header = stackalloc byte[HeaderSize];
        _unread.Slice(0, HeaderSize).CopyTo(header);
        code = header[0];
        var length = BinaryPrimitives.ReadInt32BigEndian(header[1..]) - 4;
        Check(code, length);
        if (length > LargeMessageSize)
        {
            BeginLarge(code, length);
            if (_passOver > 0) return TryPassOver(out code);
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
        if (_wantedCapacity > 0)
        {
            await WaitForRoomAsync(cancellationToken);
            return ReadOutcome.Data;
        }

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
        GiveBack();
    }

    private void Check(byte code, int length)
    {
        var limit = FrontendCode.MaxLength(code, MaxMessageBytes);
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
        (_largeCode, _largeLength, _largeFilled, _large) = (code, length, 0, []);
        _unread = _unread.Slice(HeaderSize);
        if (length > memory.MaxBytes) BeginPassOver();
    }

    private bool TryFinishLarge(out byte code, out ReadOnlyMemory<byte> body)
    {
        (code, body) = (_largeCode, default);
        var part = _unread.Slice(0, Math.Min(_unread.Length, _largeLength - _largeFilled));
        var filled = _largeFilled + (int)part.Length;
        if (filled > _large!.Length && !TryGrow(filled)) return false;
        part.CopyTo(_large.AsSpan(_largeFilled));
        _largeFilled = filled;
        _unread = _unread.Slice(part.End);
        if (filled < _largeLength) return false;
        body = _large.AsMemory(0, filled);
        _large = null;
        return true;
    }

    private bool TryGrow(int filled)
    {
        var capacity = (int)Math.Min(_largeLength, Math.Max(Math.Max(filled, 4 * LargeMessageSize), 2L * _large!.Length));
        if (memory.TryTake(capacity - _large.Length))
        {
            Grow(capacity);
            return true;
        }

        _wantedCapacity = capacity;
        return false;
    }

    private void Grow(int capacity)
    {
        _taken += capacity - _large!.Length;
        Array.Resize(ref _large, capacity);
    }

    /// <summary>Meanwhile nothing is taken from the client: its bytes wait in the network.</summary>
    private async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        var capacity = _wantedCapacity;
        var hasRoom = await memory.TakeAsync(capacity - _large!.Length, cancellationToken);
        _wantedCapacity = 0;
        if (hasRoom) Grow(capacity);
        else BeginPassOver();
    }

    private void BeginPassOver()
    {
        _passOver = _largeLength - _largeFilled;
        _large = null;
        GiveBack();
    }

    /// <summary>As PostgreSQL does when it has no memory for a message: reads the rest of it, to be in step again.</summary>
    private bool TryPassOver(out byte code)
    {
        code = _largeCode;
        var part = Math.Min(_unread.Length, _passOver);
        _unread = _unread.Slice(part);
        _passOver -= part;
        if (_passOver > 0) return false;
        Refusal = new GranaryException(ErrorKind.Exhausted, SqlState.OutOfMemory,
            $"there is no room for a message of {_largeLength} bytes: all clients' messages together may take {memory.MaxBytes}")
        {
            Hint = "Send smaller messages, retry in a moment, or raise GRANARY_RECEIVE_MEMORY_MB.",
        };
        return true;
    }

    private void GiveBack()
    {
        if (_taken > 0) memory.Return(_taken);
        _taken = 0;
    }
}
