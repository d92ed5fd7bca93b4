using System.Buffers;

namespace Granary.Grains.Interfaces.Values.Arrays;

/// <summary>An element within an array's text, quoted where array_out quotes.</summary>
internal static class ArrayElementText
{
    // what makes quotes needed: delimiters, blanks, quotes and braces
    private static readonly SearchValues<byte> Special = SearchValues.Create(",{}\"\\ \t\n\v\f\r"u8);
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("\"\\"u8);

    /// <summary>Quotes what was written from a place on, if it must be.</summary>
    public static void Quote(PooledBuffer output, int start)
    {
        var text = output.Written[start..];
        if (!text.IsEmpty && text.IndexOfAny(Special) < 0 && !Ascii.EqualsIgnoreCase(text, "null"u8)) return;
        if (text.IndexOfAny(Escaped) < 0)
        {
            // shift by the opening quote
            var length = text.Length;
            output.WriteByte(0);
            var room = output.WrittenFrom(start);
            room[..length].CopyTo(room[1..]);
            room[0] = (byte)'"';
            output.WriteByte((byte)'"');
            return;
        }

        var copy = text.ToArray();
        output.Truncate(start);
        output.WriteByte((byte)'"');
        foreach (var value in copy)
        {
            if (value is (byte)'"' or (byte)'\\') output.WriteByte((byte)'\\');
            output.WriteByte(value);
        }

        output.WriteByte((byte)'"');
    }
}
