using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>`double precision`.</summary>
internal sealed class Float64Codec(SqlType type) : WireCodec(type)
{
    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append(FloatText.Parse<double>(text, "double precision"));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != sizeof(double)) throw ValueErrors.BinaryLength();
        target.Append(BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64BigEndian(value)));
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) =>
        output.Advance(FloatText.Format(column.Get<double>(row), output.Reserve(FloatText.MaxLength), context.ExtraFloatDigits));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteInt64(double.IsNaN(column.Get<double>(row)) ? 0x7FF8000000000000 : BitConverter.DoubleToInt64Bits(column.Get<double>(row)));
}
