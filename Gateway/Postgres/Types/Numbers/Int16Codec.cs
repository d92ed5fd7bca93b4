using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>`smallint`.</summary>
internal sealed class Int16Codec(SqlType type) : WireCodec(type)
{
    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append((short)IntegerText.Parse(text, short.MinValue, short.MaxValue, "smallint"));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != sizeof(short)) throw ValueErrors.BinaryLength();
        target.Append(BinaryPrimitives.ReadInt16BigEndian(value));
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteDecimal(column.Get<short>(row));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteInt16(column.Get<short>(row));
}
