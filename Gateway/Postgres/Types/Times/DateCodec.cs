using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Times;

/// <summary>`date`: days since 1970 in columns, since 2000 on the wire.</summary>
internal sealed class DateCodec(SqlType type) : WireCodec(type)
{
    private const int Infinity = int.MaxValue;
    private const int NegativeInfinity = -int.MaxValue;
    // Julian day 0, and the day behind 5874897-12-31
    private const long Min = -CivilDate.JulianDayOfEpoch;
    private const long End = 2147483494L - CivilDate.JulianDayOfEpoch;

    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append(text.Length == 10 && IsoTimestamps.TryReadDate(text, out var days) ? days : Read(text, context));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != sizeof(int)) throw ValueErrors.BinaryLength();
        var days = BinaryPrimitives.ReadInt32BigEndian(value);
        target.Append(days switch
        {
            int.MaxValue => Infinity,
            int.MinValue => NegativeInfinity,
            _ when days + (long)CivilDate.WireEpochDays is >= Min and < End => days + CivilDate.WireEpochDays,
            _ => throw TimeErrors.OutOfRange("date"),
        });
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context)
    {
        var days = column.Get<int>(row);
        var room = output.Reserve(DateTimeText.MaxLength);
        if (days is Infinity or <= NegativeInfinity) output.Advance(DateTimeText.PutInfinity(room, days < 0));
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
        output.WriteInt32(days is Infinity ? int.MaxValue : days <= NegativeInfinity ? int.MinValue : days - CivilDate.WireEpochDays);
    }

    private static int Read(ReadOnlySpan<byte> text, WireContext context)
    {
        var reader = new DateTimeReader(context);
        var error = reader.ReadDateTime(text);
        if (error != TimeError.None) throw TimeErrors.Refuse(error, "date", text, reader.UnknownZone);
        if (reader.Special is TimeWord.Infinity) return Infinity;
        if (reader.Special is TimeWord.NegativeInfinity) return NegativeInfinity;
        if (reader.Special is TimeWord.Epoch) return 0;
        var days = CivilDate.ToDays(reader.Year, reader.Month, reader.Day);
        return days is >= Min and < End ? (int)days : throw TimeErrors.OutOfRange("date", text);
    }
}
