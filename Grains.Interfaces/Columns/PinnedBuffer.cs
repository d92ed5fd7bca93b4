using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Columns;

/// <summary>Allocates and grows the buffers of columns on the pinned object heap, where native code may read them in place.</summary>
internal static class PinnedBuffer
{
    private const int Smallest = 64;

    public static T[] Allocate<T>(int length) where T : unmanaged => GC.AllocateUninitializedArray<T>(length, pinned: true);

    /// <summary>Replaces a buffer by one of at least the length asked, at least doubled, with the first <paramref name="used"/> elements kept.</summary>
    public static void Grow<T>(ref T[] buffer, int used, int needed) where T : unmanaged
    {
        if (needed <= buffer.Length) return;
        if (needed < 0 || needed > Array.MaxLength) throw new GranaryException(ErrorKind.Exhausted, SqlState.ProgramLimitExceeded, "a column can't hold more than 2 GiB in one batch");
        var doubled = Math.Max(Smallest, (int)Math.Min(2L * buffer.Length, Array.MaxLength));
        var grown = Allocate<T>(Math.Max(needed, doubled));
        buffer.AsSpan(0, used).CopyTo(grown);
        buffer = grown;
    }
}
