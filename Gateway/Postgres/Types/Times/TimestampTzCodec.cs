using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Times;

/// <summary>`timestamp with time zone`: moments in UTC, shown in the session's zone.</summary>
internal sealed class TimestampTzCodec(SqlType type) : WireCodec(type)
{
    private readonly int _precision = type.Modifier;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append(TimeTexts.ReadTimestampTz(text, _precision, context));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context) =>
        target.Append(Timestamps.ReadBinary(value, _precision));

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context)
    {
        var value = column.Get<long>(row);
        output.Advance(Timestamps.Write(output.Reserve(DateTimeText.MaxLength), value, context.TimeZone.OffsetAt(value)));
    }

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteInt64(Timestamps.ToBinary(column.Get<long>(row)));
}
