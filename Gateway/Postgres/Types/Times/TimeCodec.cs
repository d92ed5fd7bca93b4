using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Times;

/// <summary>`time without time zone`: microseconds since midnight, 24:00 allowed.</summary>
internal sealed class TimeCodec(SqlType type) : WireCodec(type)
{
    private readonly int _precision = type.Modifier;

    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append(TimeTexts.ReadTime(text, _precision, context));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != sizeof(long)) throw ValueErrors.BinaryLength();
        var time = BinaryPrimitives.ReadInt64BigEndian(value);
        target.Append(time is >= 0 and <= Micros.PerDay ? Micros.Round(time, _precision) : throw TimeErrors.OutOfRange("time"));
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) =>
        output.Advance(DateTimeText.PutTime(output.Reserve(DateTimeText.MaxLength), column.Get<long>(row)));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) => output.WriteInt64(column.Get<long>(row));
}
