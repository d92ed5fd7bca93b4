using System.Runtime.CompilerServices;

namespace Granary.Engine.DuckDb.Conversion;

/// <summary>Copies bits of validity between bitmaps that begin at different bits.</summary>
internal static class ValidityBits
{
    /// <summary>Copies <paramref name="count"/> bits; bits of the target outside of them stay as they are.</summary>
    public static void Copy(ReadOnlySpan<byte> source, int sourceBit, Span<ulong> target, int targetBit, int count)
    {
        int done = 0;
        if ((targetBit & 63) == 0)
        {
            for (; count - done >= 64; done += 64)
                target[(targetBit + done) >> 6] = Read64(source, sourceBit + done);
        }

        for (; done < count; done++)
        {
            int from = sourceBit + done;
            int to = targetBit + done;
            ulong bit = 1UL << (to & 63);
            if ((source[from >> 3] >> (from & 7) & 1) != 0)
                target[to >> 6] |= bit;
            else
                target[to >> 6] &= ~bit;
        }
    }

    /// <summary>Clears bits.</summary>
    public static void Clear(Span<ulong> target, int bit, int count)
    {
        int end = bit + count;
        for (; bit < end && (bit & 63) != 0; bit++)
            target[bit >> 6] &= ~(1UL << (bit & 63));
        for (; end - bit >= 64; bit += 64)
            target[bit >> 6] = 0;
        for (; bit < end; bit++)
            target[bit >> 6] &= ~(1UL << (bit & 63));
    }

    private static ulong Read64(ReadOnlySpan<byte> source, int bit)
    {
        int at = bit >> 3;
        int shift = bit & 7;
        ulong low = Unsafe.ReadUnaligned<ulong>(in source[at]);
        return shift == 0 ? low : (low >> shift) | ((ulong)source[at + 8] << (64 - shift));
    }
}
