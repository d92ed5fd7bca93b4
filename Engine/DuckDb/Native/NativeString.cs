using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Granary.Engine.DuckDb.Native;

/// <summary>
/// One string or blob of a vector: up to 12 bytes lie in the structure itself, longer ones behind a pointer with the
/// first four bytes repeated here so that most comparisons need no second read. Unused inlined bytes are zero, because
/// DuckDB compares the sixteen bytes as a whole.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NativeString
{
    public const int MaxInlined = 12;

    [FieldOffset(0)]
    public uint Length;

    [FieldOffset(4)]
    private fixed byte _inlined[MaxInlined];

    [FieldOffset(4)]
    private uint _prefix;

    [FieldOffset(8)]
    private nint _pointer;

    /// <summary>Describes bytes that stay where they are: the caller keeps them in place and alive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeString Over(byte* bytes, int length)
    {
        NativeString value = default;
        value.Length = (uint)length;
        if (length <= MaxInlined)
            Unsafe.CopyBlockUnaligned(value._inlined, bytes, (uint)length);
        else
        {
            value._prefix = Unsafe.ReadUnaligned<uint>(bytes);
            value._pointer = (nint)bytes;
        }

        return value;
    }

    /// <summary>The bytes; for an inlined string they are part of the structure that <paramref name="value"/> points to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Bytes(NativeString* value) =>
        value->Length <= MaxInlined
            ? new ReadOnlySpan<byte>(value->_inlined, (int)value->Length)
            : new ReadOnlySpan<byte>((void*)value->_pointer, checked((int)value->Length));
}
