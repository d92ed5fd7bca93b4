using System.Buffers.Binary;

namespace Granary.Grains.Interfaces.Columns;

/// <summary>Reads a frame's body; running past its end means that the frame is corrupt.</summary>
internal ref struct FrameReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)_rest.Length) throw BatchFrame.Corrupt("a buffer runs past its end");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));
}
