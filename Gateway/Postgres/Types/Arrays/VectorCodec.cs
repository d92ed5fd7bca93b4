using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Arrays;

/// <summary>`int2vector` and `oidvector` of the catalogues: numbers with blanks between, arrays from 0 in binary.</summary>
internal sealed class VectorCodec(SqlType type) : WireCodec(type)
{
    private readonly WireCodec _element = WireTypes.For(new SqlType(TypeOids.ElementOf(type.Oid), -1, type.Storage.Element!));

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context)
    {
        while (!(text = Ascii.TrimStart(text)).IsEmpty)
        {
            var length = 0;
            while (length < text.Length && !Ascii.IsBlank(text[length])) length++;
            _element.DecodeText(text[..length], target.Child, context);
            text = text[length..];
        }

        target.EndList();
    }

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context) =>
        throw ValueErrors.Unsupported("a vector is read as text only");

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context)
    {
        var list = column.GetList(row);
        for (var i = 0; i < list.Length; i++)
        {
            if (i > 0) output.WriteByte((byte)' ');
            _element.EncodeText(list, i, output, context);
        }
    }

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context)
    {
        var list = column.GetList(row);
        output.WriteInt32(1);
        output.WriteInt32(0);
        output.WriteInt32(unchecked((int)_element.Type.Oid));
        output.WriteInt32(list.Length);
        output.WriteInt32(0);
        for (var i = 0; i < list.Length; i++)
        {
            var at = output.Length;
            output.WriteInt32(0);
            _element.EncodeBinary(list, i, output, context);
            output.Patch(at, output.Length - at - 4);
        }
    }
}
