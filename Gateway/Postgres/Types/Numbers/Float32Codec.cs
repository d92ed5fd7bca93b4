using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>`real`.</summary>
internal sealed class Float32Codec(SqlType type) : WireCodec(type)
{
    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append(FloatText.Parse<float>(text, "real"));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != sizeof(float)) throw ValueErrors.BinaryLength();
        target.Append(BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt32BigEndian(value)));
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) =>
        output.Advance(FloatText.Format(column.Get<float>(row), output.Reserve(FloatText.MaxLength), context.ExtraFloatDigits));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteInt32(float.IsNaN(column.Get<float>(row)) ? 0x7FC00000 : BitConverter.SingleToInt32Bits(column.Get<float>(row)));
}
