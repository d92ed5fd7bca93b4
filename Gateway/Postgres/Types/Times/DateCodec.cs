using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Times;

/// <summary>`date`: days since 1970 in columns, since 2000 on the wire.</summary>
internal sealed class DateCodec(SqlType type) : WireCodec(type)
{
    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append(TimeTexts.ReadDate(text, context));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != sizeof(int)) throw ValueErrors.BinaryLength();
        var days = BinaryPrimitives.ReadInt32BigEndian(value);
        target.Append(days switch
        {
            int.MaxValue => TimeTexts.InfiniteDate,
            int.MinValue => -TimeTexts.InfiniteDate,
            _ when days + (long)CivilDate.WireEpochDays is >= TimeTexts.MinDate and < TimeTexts.EndOfDates => days + CivilDate.WireEpochDays,
            _ => throw TimeErrors.OutOfRange("date"),
        });
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context)
    {
        var days = column.Get<int>(row);
        var room = output.Reserve(DateTimeText.MaxLength);
        if (days is TimeTexts.InfiniteDate or <= -TimeTexts.InfiniteDate) output.Advance(DateTimeText.PutInfinity(room, days < 0));
        else
        {
            var (year, month, day) = CivilDate.FromDays(days);
            var length = DateTimeText.PutDate(room, year, month, day);
            output.Advance(length + DateTimeText.PutEra(room[length..], year));
        }
    }

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context)
    {
        var days = column.Get<int>(row);
        output.WriteInt32(days is TimeTexts.InfiniteDate ? int.MaxValue : days <= -TimeTexts.InfiniteDate ? int.MinValue : days - CivilDate.WireEpochDays);
    }
}
