using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>Finds the next of four bytes, 64 at a time: the hits of a block are kept as bits, so that short fields cost a few cycles each.</summary>
internal ref struct FieldScanner(ReadOnlySpan<byte> text, byte first, byte second, byte third, byte fourth)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private readonly byte _first = first, _second = second, _third = third, _fourth = fourth;
    private ulong _hits;
    private int _base = -64;

    /// <summary>The place of the next hit, or the text's length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        while (_hits == 0)
        {
            _base += 64;
            if (_base >= _text.Length) return _text.Length;
            _hits = Scan();
        }

        var at = _base + BitOperations.TrailingZeroCount(_hits);
        _hits &= _hits - 1;
        return at;
    }

    private readonly ulong Scan()
    {
        if (_base + 64 > _text.Length) return ScanTail();
        ref var start = ref Unsafe.Add(ref MemoryMarshal.GetReference(_text), _base);
        return Hits(ref start, 0) | (Hits(ref start, 32) << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Hits(ref byte start, nuint offset)
    {
        var bytes = Vector256.LoadUnsafe(ref start, offset);
        var hits = Vector256.Equals(bytes, Vector256.Create(_first)) | Vector256.Equals(bytes, Vector256.Create(_second))
            | Vector256.Equals(bytes, Vector256.Create(_third)) | Vector256.Equals(bytes, Vector256.Create(_fourth));
        return hits.ExtractMostSignificantBits();
    }

    private readonly ulong ScanTail()
    {
        ulong hits = 0;
        for (var i = _base; i < _text.Length; i++)
        {
            var value = _text[i];
            if (value == _first || value == _second || value == _third || value == _fourth) hits |= 1UL << (i - _base);
        }

        return hits;
    }
}
