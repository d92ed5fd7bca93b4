using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Times;

/// <summary>`timestamp without time zone`: a zone in the text is read and ignored, as PostgreSQL does.</summary>
internal sealed class TimestampCodec(SqlType type) : WireCodec(type)
{
    private readonly int _precision = type.Modifier;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append(TimeTexts.ReadTimestamp(text, _precision, context));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context) =>
        target.Append(Timestamps.ReadBinary(value, _precision));

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) =>
        output.Advance(Timestamps.Write(output.Reserve(DateTimeText.MaxLength), column.Get<long>(row), secondsEast: null));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteInt64(Timestamps.ToBinary(column.Get<long>(row)));
}
