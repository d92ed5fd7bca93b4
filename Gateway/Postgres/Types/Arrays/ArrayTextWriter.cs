using System.Buffers;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Gateway.Postgres.Types.Arrays;

/// <summary>Writes arrays as PostgreSQL's array_out does: `{1,NULL,"a b"}`.</summary>
internal static class ArrayTextWriter
{
    // what makes quotes needed: delimiters, blanks, quotes and braces
    private static readonly SearchValues<byte> Special = SearchValues.Create(",{}\"\\ \t\n\v\f\r"u8);
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("\"\\"u8);

    public static void Write(Column list, ArrayShape shape, WireBuffer output, WireContext context)
    {
        if (shape.Dimensions > 1 && shape.LengthsOf(list).Length == 0) output.Write("{}"u8);
        else WriteLevel(list, shape.Dimensions, shape.Element, output, context);
    }

    private static void WriteLevel(Column list, int depth, WireCodec element, WireBuffer output, WireContext context)
    {
        output.WriteByte((byte)'{');
        for (var i = 0; i < list.Length; i++)
        {
            if (i > 0) output.WriteByte((byte)',');
            if (depth > 1) WriteLevel(list.GetList(i), depth - 1, element, output, context);
            else if (list.IsNull(i)) output.Write("NULL"u8);
            else WriteElement(list, i, element, output, context);
        }

        output.WriteByte((byte)'}');
    }

    private static void WriteElement(Column list, int index, WireCodec element, WireBuffer output, WireContext context)
    {
        var start = output.Length;
        element.EncodeText(list, index, output, context);
        if (!element.MayNeedQuotes) return;
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
