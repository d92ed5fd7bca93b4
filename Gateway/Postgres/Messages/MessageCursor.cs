using System.Buffers.Binary;
using System.Text;
using Granary.Gateway.Postgres.Types.Texts;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Messages;

/// <summary>Reads the fields of one message's body in order; whatever doesn't fit is 08P01 in PostgreSQL's words.</summary>
internal ref struct MessageCursor(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    public readonly int Remaining => _rest.Length;

    public byte ReadByte() => Take(1)[0];

    public short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public ReadOnlySpan<byte> ReadBytes(int length) => Take(length);

    /// <summary>A string up to its NUL, which is passed over.</summary>
    public ReadOnlySpan<byte> ReadCString()
    {
        var end = _rest.IndexOf((byte)0);
        if (end < 0) throw Violation("invalid string in message");
        var text = _rest[..end];
        _rest = _rest[(end + 1)..];
        return text;
    }

    /// <summary>A string as text: 22021 when it isn't UTF-8.</summary>
    public string ReadText()
    {
        var text = ReadCString();
        TextEncoding.Check(text);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>A count of things that are at least <paramref name="itemSize"/> bytes each, so that a lie can't reserve memory.</summary>
    public int ReadCount(int itemSize)
    {
        var count = (ushort)ReadInt16();
        return count * (long)itemSize <= _rest.Length ? count : throw Violation("insufficient data left in message");
    }

    /// <summary>Checks that nothing is left.</summary>
    public readonly void End()
    {
        if (_rest.Length > 0) throw Violation("invalid message format");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _rest.Length) throw Violation("insufficient data left in message");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    public static GranaryException Violation(string message) => new(ErrorKind.Invalid, SqlState.ProtocolViolation, message);
}
