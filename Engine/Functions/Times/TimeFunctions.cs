using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Values.Times;

namespace Granary.Engine.Functions.Times;

/// <summary>The texts of times and intervals, and `to_char` of them.</summary>
internal static class TimeFunctions
{
    private static readonly DuckDbType Timestamp = new(DuckDbTypeId.Timestamp);
    private static readonly DuckDbType IntervalType = new(DuckDbTypeId.Interval);

    public static void Register(DuckDbConnection connection)
    {
        IntervalArithmetic.Register(connection);
        var text = DuckDbType.Varchar;
        ScalarFunction.Register(connection, "pg_timestamp_text", RowBodies.Writing([Timestamp, DuckDbType.Boolean], TimestampText));
        ScalarFunction.Register(connection, "pg_timestamptz_text", RowBodies.Writing([DuckDbType.TimestampTz, text], TimestampTzText));
        ScalarFunction.Register(connection, "pg_interval_text", RowBodies.Writing([IntervalType], WriteInterval));
        ScalarFunction.Register(connection, "pg_to_char_timestamp", RowBodies.Writing([Timestamp, text], ToChar));
        ScalarFunction.Register(connection, "pg_to_char_timestamptz", RowBodies.Writing([DuckDbType.TimestampTz, text, text], ToCharInZone));
        ScalarFunction.Register(connection, "pg_to_char_interval", RowBodies.Writing([IntervalType, text], ToCharOfInterval));
    }

    private static bool TimestampText(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var value = arguments[0].Values<long>(arguments.RowCount)[row];
        var room = output.Reserve(DateTimeText.MaxLength);
        if (!Timestamps.IsInfinite(value) && arguments[1].Values<bool>(arguments.RowCount)[row])
        {
            var (year, month, day) = CivilDate.FromDays(Micros.FloorDays(value));
            var length = DateTimeText.PutDate(room, year, month, day);
            output.Advance(length + DateTimeText.PutEra(room[length..], year));
        }
        else output.Advance(Timestamps.Write(room, value, secondsEast: null));
        return true;
    }

    private static bool TimestampTzText(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var value = arguments[0].Values<long>(arguments.RowCount)[row];
        output.Advance(Timestamps.Write(output.Reserve(DateTimeText.MaxLength), value, Zones.Of(arguments[1].Bytes(row)).OffsetAt(value)));
        return true;
    }

    private static bool WriteInterval(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        IntervalText.Write(arguments[0].Values<Interval>(arguments.RowCount)[row], IntervalStyle.Postgres, output);
        return true;
    }

    private static bool ToChar(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var value = arguments[0].Values<long>(arguments.RowCount)[row];
        var pattern = TimePattern.Of(arguments[1].Bytes(row));
        if (Timestamps.IsInfinite(value) || pattern.IsEmpty) return false;
        pattern.Write(BrokenTime.Of(value), output);
        return true;
    }

    private static bool ToCharInZone(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var value = arguments[0].Values<long>(arguments.RowCount)[row];
        var pattern = TimePattern.Of(arguments[1].Bytes(row));
        if (Timestamps.IsInfinite(value) || pattern.IsEmpty) return false;
        var zone = Zones.Of(arguments[2].Bytes(row));
        var offset = zone.OffsetAt(value);
        pattern.Write(BrokenTime.Of(value + offset * Micros.PerSecond) with { Offset = offset, Abbreviation = zone.AbbreviationAt(value) }, output);
        return true;
    }

    private static bool ToCharOfInterval(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var pattern = TimePattern.Of(arguments[1].Bytes(row));
        if (pattern.IsEmpty) return false;
        pattern.Write(BrokenTime.Of(arguments[0].Values<Interval>(arguments.RowCount)[row]), output);
        return true;
    }
}
