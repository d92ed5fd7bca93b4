namespace Granary.Engine.ObjectStores;

/// <summary>The check of a range that does not overflow.</summary>
internal static class ByteRange
{
    public static bool IsInside(long offset, int length, long size) =>
        offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
}
