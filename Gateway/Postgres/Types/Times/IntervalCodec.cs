using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Times;

/// <summary>`interval`.</summary>
internal sealed class IntervalCodec(SqlType type) : WireCodec(type)
{
    private readonly int _precision = PrecisionOf(type.Modifier);

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append(Round(IntervalReader.Read(text, context.IntervalStyle)));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != 16) throw ValueErrors.BinaryLength();
        target.Append(Round(new Interval(
            BinaryPrimitives.ReadInt32BigEndian(value[12..]), BinaryPrimitives.ReadInt32BigEndian(value[8..]), BinaryPrimitives.ReadInt64BigEndian(value))));
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) =>
        IntervalText.Write(column.Get<Interval>(row), context.IntervalStyle, output);

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context)
    {
        var value = column.Get<Interval>(row);
        output.WriteInt64(value.Microseconds);
        output.WriteInt32(value.Days);
        output.WriteInt32(value.Months);
    }

    private Interval Round(Interval value) => _precision < 0 ? value : value with { Microseconds = Micros.Round(value.Microseconds, _precision) };

    // the fields are in the upper half, digits of a second in the lower; all ones: not limited
    private static int PrecisionOf(int modifier) => modifier < 0 || (modifier & 0xffff) == 0xffff ? -1 : modifier & 0xffff;
}
