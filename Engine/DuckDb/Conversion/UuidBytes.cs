using System.Buffers.Binary;
using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb.Conversion;

/// <summary>
/// A uuid in DuckDB is a 128-bit integer with its highest bit turned, so that integers sort as the bytes do; ours are the
/// bytes in the order in which they are written.
/// </summary>
internal static class UuidBytes
{
    private const ulong HighestBit = 1UL << 63;

    public static NativeHugeInt ToDuckDb(ReadOnlySpan<byte> uuid) => new()
    {
        Upper = (long)(BinaryPrimitives.ReadUInt64BigEndian(uuid) ^ HighestBit),
        Lower = BinaryPrimitives.ReadUInt64BigEndian(uuid[8..]),
    };

    public static void FromDuckDb(NativeHugeInt value, Span<byte> uuid)
    {
        BinaryPrimitives.WriteUInt64BigEndian(uuid, (ulong)value.Upper ^ HighestBit);
        BinaryPrimitives.WriteUInt64BigEndian(uuid[8..], value.Lower);
    }
}
