using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>Writes intervals in PostgreSQL's four styles: its EncodeInterval (datetime.c).</summary>
internal static class IntervalText
{
    public static void Write(Interval value, IntervalStyle style, PooledBuffer output)
    {
        var parts = new Parts(value);
        switch (style)
        {
            case IntervalStyle.SqlStandard:
                WriteSqlStandard(parts, output);
                break;
            case IntervalStyle.Iso8601:
                WriteIso(parts, output);
                break;
            case IntervalStyle.PostgresVerbose:
                WriteVerbose(parts, output);
                break;
            default:
                WritePostgres(parts, output);
                break;
        }
    }

    private static void WritePostgres(Parts parts, PooledBuffer output)
    {
        var (isFirst, wasNegative) = (true, false);
        Put(parts.Year, "year"u8);
        Put(parts.Month, "mon"u8);
        Put(parts.Day, "day"u8);
        if (!isFirst && !parts.HasTime) return;
        if (!isFirst) output.WriteByte((byte)' ');
        if (parts.Time < 0) output.WriteByte((byte)'-');
        else if (wasNegative) output.WriteByte((byte)'+');
        WriteClock(parts, 2, output);

        void Put(long part, ReadOnlySpan<byte> unit)
        {
            if (part == 0) return;
            if (!isFirst) output.WriteByte((byte)' ');
            // a sign where the one before was negative, so that nobody takes it to reach this far
            if (wasNegative && part > 0) output.WriteByte((byte)'+');
            output.WriteDecimal(part);
            output.WriteByte((byte)' ');
            output.Write(unit);
            if (part != 1) output.WriteByte((byte)'s');
            (isFirst, wasNegative) = (false, part < 0);
        }
    }

    private static void WriteVerbose(Parts parts, PooledBuffer output)
    {
        var (isFirst, isAgo) = (true, false);
        output.WriteByte((byte)'@');
        Put(parts.Year, "year"u8);
        Put(parts.Month, "mon"u8);
        Put(parts.Day, "day"u8);
        Put(parts.Hour, "hour"u8);
        Put(parts.Minute, "min"u8);
        if (parts.SecondMicros != 0)
        {
            output.WriteByte((byte)' ');
            if (parts.SecondMicros < 0)
            {
                if (isFirst) isAgo = true;
                else if (!isAgo) output.WriteByte((byte)'-');
            }
            else if (isAgo) output.WriteByte((byte)'-');

            WriteSeconds(parts, 1, output);
            output.Write(Math.Abs(parts.SecondMicros) == Micros.PerSecond ? " sec"u8 : " secs"u8);
            isFirst = false;
        }

        if (isFirst) output.Write(" 0"u8);
        if (isAgo) output.Write(" ago"u8);

        void Put(long part, ReadOnlySpan<byte> unit)
        {
            if (part == 0) return;
            if (isFirst)
            {
                isAgo = part < 0;
                part = Math.Abs(part);
            }
            else if (isAgo) part = -part;

            output.WriteByte((byte)' ');
            output.WriteDecimal(part);
            output.WriteByte((byte)' ');
            output.Write(unit);
            if (part != 1) output.WriteByte((byte)'s');
            isFirst = false;
        }
    }

    private static void WriteSqlStandard(Parts parts, PooledBuffer output)
    {
        var hasYearMonth = parts.Year != 0 || parts.Month != 0;
        var hasDayTime = parts.Day != 0 || parts.HasTime;
        var (hasNegative, hasPositive) = (parts.Year < 0 || parts.Month < 0 || parts.Day < 0 || parts.Time < 0, parts.Year > 0 || parts.Month > 0 || parts.Day > 0 || parts.Time > 0);
        if (!hasNegative && !hasPositive)
        {
            output.WriteByte((byte)'0');
            return;
        }

        if ((hasNegative && hasPositive) || (hasYearMonth && hasDayTime))
        {
            output.WriteByte(parts.Year < 0 || parts.Month < 0 ? (byte)'-' : (byte)'+');
            WriteYearMonth(parts, output);
            output.WriteByte((byte)' ');
            output.WriteByte(parts.Day < 0 ? (byte)'-' : (byte)'+');
            output.WriteDecimal(Math.Abs(parts.Day));
            output.WriteByte((byte)' ');
            output.WriteByte(parts.Time < 0 ? (byte)'-' : (byte)'+');
            WriteClock(parts, 1, output);
            return;
        }

        if (hasNegative) output.WriteByte((byte)'-');
        if (hasYearMonth)
        {
            WriteYearMonth(parts, output);
            return;
        }

        if (parts.Day != 0)
        {
            output.WriteDecimal(Math.Abs(parts.Day));
            output.WriteByte((byte)' ');
        }

        WriteClock(parts, 1, output);
    }

    private static void WriteYearMonth(Parts parts, PooledBuffer output)
    {
        output.WriteDecimal(Math.Abs(parts.Year));
        output.WriteByte((byte)'-');
        output.WriteDecimal(Math.Abs(parts.Month));
    }

    private static void WriteIso(Parts parts, PooledBuffer output)
    {
        output.WriteByte((byte)'P');
        Put(parts.Year, 'Y');
        Put(parts.Month, 'M');
        Put(parts.Day, 'D');
        if (parts.HasTime)
        {
            output.WriteByte((byte)'T');
            Put(parts.Hour, 'H');
            Put(parts.Minute, 'M');
            if (parts.SecondMicros != 0)
            {
                if (parts.SecondMicros < 0) output.WriteByte((byte)'-');
                WriteSeconds(parts, 1, output);
                output.WriteByte((byte)'S');
            }
        }
        else if (parts is { Year: 0, Month: 0, Day: 0 }) output.Write("T0S"u8);

        void Put(long part, char unit)
        {
            if (part == 0) return;
            output.WriteDecimal(part);
            output.WriteByte((byte)unit);
        }
    }

    // 04:05:06.789 without a sign
    private static void WriteClock(Parts parts, int hourDigits, PooledBuffer output)
    {
        WritePadded(parts.Hour, hourDigits, output);
        output.WriteByte((byte)':');
        WritePadded(parts.Minute, 2, output);
        output.WriteByte((byte)':');
        WriteSeconds(parts, 2, output);
    }

    private static void WriteSeconds(Parts parts, int digits, PooledBuffer output)
    {
        WritePadded(parts.SecondMicros / Micros.PerSecond, digits, output);
        output.Advance(DateTimeText.PutFraction(output.Reserve(8), (int)Math.Abs(parts.SecondMicros % Micros.PerSecond)));
    }

    private static void WritePadded(long value, int digits, PooledBuffer output)
    {
        value = Math.Abs(value);
        if (digits == 2 && value < 10) output.WriteByte((byte)'0');
        output.WriteDecimal(value);
    }

    // every part with its sign; divisions go towards zero
    private readonly struct Parts(Interval value)
    {
        public long Year { get; } = value.Months / 12;

        public long Month { get; } = value.Months % 12;

        public long Day { get; } = value.Days;

        public long Time { get; } = value.Microseconds;

        public bool HasTime => Time != 0;

        public long Hour => Time / Micros.PerHour;

        public long Minute => Time / Micros.PerMinute % 60;

        public long SecondMicros => Time % Micros.PerMinute;
    }
}
