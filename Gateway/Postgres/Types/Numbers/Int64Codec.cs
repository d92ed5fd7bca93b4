using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>`bigint`.</summary>
internal sealed class Int64Codec(SqlType type) : WireCodec(type)
{
    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append(IntegerText.Parse(text, long.MinValue, long.MaxValue, "bigint"));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != sizeof(long)) throw ValueErrors.BinaryLength();
        target.Append(BinaryPrimitives.ReadInt64BigEndian(value));
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteDecimal(column.Get<long>(row));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteInt64(column.Get<long>(row));
}
