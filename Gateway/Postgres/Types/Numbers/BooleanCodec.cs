using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>`boolean`.</summary>
internal sealed class BooleanCodec(SqlType type) : WireCodec(type)
{
    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append(BooleanText.Parse(text) ? (byte)1 : (byte)0);

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != 1) throw ValueErrors.BinaryLength();
        target.Append(value[0] != 0 ? (byte)1 : (byte)0);
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteByte(column.Get<byte>(row) != 0 ? (byte)'t' : (byte)'f');

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteByte(column.Get<byte>(row) != 0 ? (byte)1 : (byte)0);
}
