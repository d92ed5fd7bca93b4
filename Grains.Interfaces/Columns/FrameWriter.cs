using System.Buffers.Binary;

namespace Granary.Grains.Interfaces.Columns;

/// <summary>Writes a frame's body into a span.</summary>
internal ref struct FrameWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    public int Length { get; private set; }

    public Span<byte> Reserve(int length)
    {
        var room = _target.Slice(Length, length);
        Length += length;
        return room;
    }

    public void WriteByte(byte value) => Reserve(1)[0] = value;

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);
}
