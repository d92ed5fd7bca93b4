using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Segments;

/// <summary>
/// The least and greatest text of a column, cut as Delta's own writers cut them: a prefix of 32 characters bounds from
/// below; from above it needs a last character that is greater than whatever was cut off.
/// </summary>
internal static class TextBounds
{
    public const int MaxCharacters = 32;

    private const char TieBreaker = '\u007f';
    private const string HighTieBreaker = "\U0010FFFF";

    public static (object? Min, object? Max) Compute(IReadOnlyList<Column> parts)
    {
        ReadOnlySpan<byte> min = default;
        ReadOnlySpan<byte> max = default;
        bool any = false;
        foreach (Column part in parts)
            Widen(part, ref min, ref max, ref any);
        return any ? (Lower(Encoding.UTF8.GetString(min)), Upper(Encoding.UTF8.GetString(max))) : default;
    }

    /// <summary>A text that is not greater.</summary>
    public static string Lower(string text) => text[..PrefixLength(text)];

    /// <summary>A text that is not less, or null when there is none as short.</summary>
    public static string? Upper(string text)
    {
        int length = PrefixLength(text);
        if (length == text.Length)
            return text;
        if (text.AsSpan(length).StartsWith(HighTieBreaker))
            return null;

        return text[..length] + (text[length] < TieBreaker ? TieBreaker.ToString() : HighTieBreaker);
    }

    /// <summary>The first eight bytes decide most comparisons; the rest is looked at only when they are equal.</summary>
    private static void Widen(Column part, ref ReadOnlySpan<byte> min, ref ReadOnlySpan<byte> max, ref bool any)
    {
        if (part.IsAllNull)
            return;

        ReadOnlySpan<int> offsets = part.Offsets;
        ReadOnlySpan<byte> bytes = part.Bytes;
        ulong minHead = Head(min);
        ulong maxHead = Head(max);
        bool mayHaveNulls = part.MayHaveNulls;
        for (int row = 0; row < part.Length; row++)
        {
            int from = offsets[row];
            int length = offsets[row + 1] - from;
            ulong head = from + sizeof(ulong) <= bytes.Length ? HeadWithin(bytes, from, length) : Head(bytes.Slice(from, length));
            if (any && head > minHead && head < maxHead)
                continue;
            if (mayHaveNulls && part.IsNull(row))
                continue;

            ReadOnlySpan<byte> value = bytes.Slice(from, length);
            if (!any || value.SequenceCompareTo(min) < 0)
            {
                min = value;
                minHead = head;
            }

            if (!any || value.SequenceCompareTo(max) > 0)
            {
                max = value;
                maxHead = head;
            }

            any = true;
        }
    }

    private static ulong HeadWithin(ReadOnlySpan<byte> bytes, int from, int length)
    {
        ulong head = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(in bytes[from]));
        return length >= sizeof(ulong) ? head : length == 0 ? 0 : head & (ulong.MaxValue << (64 - 8 * length));
    }

    private static ulong Head(ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong)];
        head.Clear();
        value[..Math.Min(value.Length, head.Length)].CopyTo(head);
        return BinaryPrimitives.ReadUInt64BigEndian(head);
    }

    /// <summary>Whole characters only: never the first half of a surrogate pair.</summary>
    private static int PrefixLength(string text)
    {
        if (text.Length <= MaxCharacters)
            return text.Length;

        return char.IsHighSurrogate(text[MaxCharacters - 1]) ? MaxCharacters - 1 : MaxCharacters;
    }
}
