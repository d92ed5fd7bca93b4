using Granary.Grains.Interfaces.Columns;

namespace Granary.Gateway.Postgres.Types.Arrays;

/// <summary>Writes arrays as PostgreSQL's array_out does: `{1,NULL,"a b"}`.</summary>
internal static class ArrayTextWriter
{
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
        if (element.MayNeedQuotes) ArrayElementText.Quote(output, start);
    }
}
