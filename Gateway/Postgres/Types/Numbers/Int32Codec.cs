using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>`integer`.</summary>
internal sealed class Int32Codec(SqlType type) : WireCodec(type)
{
    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append((int)IntegerText.Parse(text, int.MinValue, int.MaxValue, "integer"));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != sizeof(int)) throw ValueErrors.BinaryLength();
        target.Append(BinaryPrimitives.ReadInt32BigEndian(value));
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteDecimal(column.Get<int>(row));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteInt32(column.Get<int>(row));
}
