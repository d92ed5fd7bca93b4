using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Granary.Gateway.Postgres.Types;

/// <summary>A buffer into which messages are written in network order, lengths being put in afterwards. One user at a time.</summary>
internal sealed class WireBuffer(int capacity = 32 * 1024) : PooledBuffer(capacity)
{
    public void WriteInt16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(Reserve(2), value);
        Advance(2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);
        Advance(4);
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Reserve(8), value);
        Advance(8);
    }

    /// <summary>Puts a big-endian number over bytes written before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Patch(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(WrittenFrom(at), value);
}
