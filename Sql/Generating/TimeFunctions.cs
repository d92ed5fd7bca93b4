using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Times;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Literals;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;

namespace Granary.Sql.Generating;

/// <summary>Functions of dates and times; those on instants work on the session's calendar, written out step by step.</summary>
internal static class TimeFunctions
{
    private const long BucketOrigin = 946_857_600_000_000; // 2000-01-03, a Monday: TimescaleDB's origin

    public static Fragment Bucket(BoundCall call, List<Fragment> arguments, GenerationState state)
    {
        _ = state;
        var type = call.Type;
        if (type.IsNumeric)
        {
            var (width, value) = (arguments[0].Sql, arguments[1].Sql);
            return $"CAST((CASE WHEN {width} <= 0 THEN {SqlText.Error("22023", "period must be greater than 0")} ELSE CAST(floor({value}::DOUBLE / {width}) AS BIGINT) * {width} END) AS {DuckTypes.Of(type)})";
        }
        if (call.Arguments.Count == 3 && call.Arguments[2].Type == PgTypes.Text)
        {
            if (ExpressionWriter.Constant(call.Arguments[2]) is not { } zone)
                throw Refusal.Unsupported("time_bucket with a time zone that is not a constant is not supported", call.Position);
            return Times.ToInstant(Bucket(call, arguments[0].Sql, Times.ToLocal(arguments[1].Sql, zone), null), zone);
        }
        var local = type == PgTypes.TimestampTz ? $"make_timestamp(epoch_us({arguments[1].Sql}))" : $"CAST({arguments[1].Sql} AS TIMESTAMP)";
        string? origin = null;
        if (call.Arguments.Count == 3)
        {
            var third = arguments[2].Sql;
            origin = call.Arguments[2].Type == PgTypes.Interval ? third
                : type == PgTypes.TimestampTz ? $"make_timestamp(epoch_us({third}))" : $"CAST({third} AS TIMESTAMP)";
        }
        var bucket = Bucket(call, arguments[0].Sql, local, origin);
        return type == PgTypes.TimestampTz ? $"make_timestamptz(epoch_us({bucket}))" : type == PgTypes.Date ? $"CAST({bucket} AS DATE)" : bucket;
    }

    private static string Bucket(BoundCall call, string width, string local, string? origin)
    {
        if (call.Arguments[0] is BoundConstant { Text: { } text } constant && constant.Type == PgTypes.Interval)
        {
            var (months, days, micros) = IntervalConstant.Read(text);
            if (months < 0 || days < 0 || micros < 0 || months + days + micros == 0)
                throw Refusal.Of(SqlState.InvalidParameterValue, "bucket width must be greater than zero", call.Arguments[0].Position);
            if (months > 0 && (days > 0 || micros > 0))
                throw Refusal.Of(SqlState.InvalidParameterValue, "month intervals cannot have day or time component", call.Arguments[0].Position);
            // A fixed width needs no calendar: whole numbers of microseconds since the origin.
            if (months == 0 && origin is null)
            {
                var step = days * 86_400_000_000L + micros;
                var shift = BucketOrigin % step;
                return $"make_timestamp(epoch_us({local}) - ((epoch_us({local}) - {shift}) % {step} + {step}) % {step})";
            }
        }
        return origin is null ? $"time_bucket({width}, {local})" : $"time_bucket({width}, {local}, {origin})";
    }

    private static readonly string[] TruncUnits =
        ["microseconds", "milliseconds", "second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century", "millennium"];

    public static Fragment Truncate(BoundCall call, List<Fragment> arguments, GenerationState state)
    {
        var unit = Unit(call, 0).TrimEnd('s');
        var known = Array.Find(TruncUnits, u => u.TrimEnd('s') == unit || u == unit + "s")
            ?? throw Refusal.Of(SqlState.InvalidParameterValue, $"unit \"{Unit(call, 0)}\" not recognized for type {Resolving.Typing.TypeNames.Format(call.Arguments[1].Type)}", -1);
        var value = arguments[1].Sql;
        var type = PgTypes.BaseOf(call.Arguments[1].Type);
        if (type == PgTypes.Interval)
            return known == "week" ? throw Refusal.Unsupported("unit \"week\" not supported for type interval", call.Position, "Months usually have fractional weeks.") : $"date_trunc('{known}', {value})";
        if (type != PgTypes.TimestampTz) return Floor(known, $"CAST({value} AS TIMESTAMP)");
        var zone = state.Session.TimeZone;
        if (call.Arguments.Count == 3)
            zone = ExpressionWriter.Constant(call.Arguments[2]) ?? throw Refusal.Unsupported("date_trunc with a time zone that is not a constant is not supported", call.Position);
        return Times.IsUtc(zone)
            ? $"CAST({Floor(known, $"CAST({value} AS TIMESTAMP)")} AS TIMESTAMPTZ)"
            : Times.ToInstant(Floor(known, Times.ToLocal(value, zone)), zone);
    }

    // DuckDB's centuries begin with the year 00, and its decades before Christ elsewhere (timestamp_trunc, timestamp.c).
    private static string Floor(string unit, string local)
    {
        var year = $"datepart('year', {local})";
        var first = unit switch
        {
            "decade" => $"(CASE WHEN {year} > 0 THEN {year} // 10 * 10 ELSE -((8 - ({year} - 1)) // 10) * 10 END)",
            "century" => $"(CASE WHEN {year} > 0 THEN ({year} + 99) // 100 * 100 - 99 ELSE -((99 - ({year} - 1)) // 100) * 100 + 1 END)",
            "millennium" => $"(CASE WHEN {year} > 0 THEN ({year} + 999) // 1000 * 1000 - 999 ELSE -((999 - ({year} - 1)) // 1000) * 1000 + 1 END)",
            _ => null,
        };
        return first is null ? $"CAST(date_trunc('{unit}', {local}) AS TIMESTAMP)"
            : $"(CASE WHEN isfinite({local}) THEN make_timestamp({first}, 1, 1, 0, 0, 0) ELSE {local} END)";
    }

    private static string Unit(BoundCall call, int index) => ExpressionWriter.Constant(call.Arguments[index])?.Trim().ToLowerInvariant()
        ?? throw Refusal.Unsupported($"{call.Function.Name} with a unit that is not a constant is not supported", call.Position, "Write the unit as a constant.");

    /// <summary>extract gives numeric, date_part double precision; seconds keep six digits.</summary>
    public static Fragment Extract(BoundCall call, List<Fragment> arguments, GenerationState state)
    {
        var unit = Unit(call, 0);
        var type = PgTypes.BaseOf(call.Arguments[1].Type);
        var value = arguments[1].Sql;
        var local = type == PgTypes.TimestampTz && unit != "epoch" ? Times.ToLocal(value, state) : value;
        var (sql, scale) = Field(unit, local, value, type, state, call);
        if (type.Oid is 1082 or 1114 or 1184 && unit is "epoch" or "julian" or "year" or "years" or "y" or "isoyear" or "decade" or "century" or "millennium")
        {
            // What grows without end is infinite at the end of time; a decimal can't be.
            if (call.Function.Name == "date_part") sql = $"(CASE WHEN isinf({value}) THEN (CASE WHEN {value} > DATE '1970-01-01' THEN 1 ELSE -1 END) * CAST('Infinity' AS DOUBLE) ELSE CAST({sql} AS DOUBLE) END)";
            else sql = $"(CASE WHEN isinf({value}) THEN {SqlText.Error("0A000", "numeric Infinity is not supported")} ELSE {sql} END)";
        }
        if (call.Function.Name == "date_part") return $"CAST({sql} AS DOUBLE)";
        return new Fragment($"CAST({sql} AS {DuckTypes.Decimal(-1, scale)})", scale);
    }

    private static (string Sql, int Scale) Field(string unit, string local, string value, PgType type, GenerationState state, BoundCall call)
    {
        var time = type == PgTypes.Time;
        switch (unit)
        {
            case "epoch" or "epochs":
                if (type == PgTypes.Date) return ($"epoch({value})", 0);
                if (type == PgTypes.Interval)
                    return ($"(CAST(datepart('year', {value}) AS DECIMAL(30,6)) * 31557600 + datepart('month', {value}) * 2592000 + datepart('day', {value}) * 86400 + CAST(datepart('hour', {value}) * 3600000000 + datepart('minute', {value}) * 60000000 + datepart('microsecond', {value}) AS DECIMAL(30,6)) * 0.000001::DECIMAL(7,6))", 6);
                return ($"(CAST(epoch_us({value}) AS DECIMAL(24,0)) * 0.000001::DECIMAL(7,6))", 6);
            case "second" or "seconds" or "sec" or "s" when type != PgTypes.Date:
                return ($"(CAST(datepart('microsecond', {local}) AS DECIMAL(24,0)) * 0.000001::DECIMAL(7,6))", 6);
            case "millisecond" or "milliseconds" or "msec" or "ms" when type != PgTypes.Date:
                return ($"(CAST(datepart('microsecond', {local}) AS DECIMAL(24,0)) * 0.001::DECIMAL(4,3))", 3);
            case "microsecond" or "microseconds" or "usec" or "us" when type != PgTypes.Date:
                return ($"datepart('microsecond', {local})", 0);
            case "minute" or "minutes" or "min" or "m" or "hour" or "hours" or "hr" or "h" when type != PgTypes.Date:
                return ($"datepart('{(unit[0] == 'm' ? "minute" : "hour")}', {local})", 0);
            case "day" or "days" or "d" when !time:
                return ($"datepart('day', {local})", 0);
            case "month" or "months" or "mon" when !time:
                return ($"datepart('month', {local})", 0);
            case "quarter" when !time:
                return ($"datepart('quarter', {local})", 0);
            case "year" or "years" or "y" when type == PgTypes.Interval:
                return ($"datepart('year', {local})", 0);
            case "year" or "years" or "y" when !time:
                return ($"(CASE WHEN datepart('year', {local}) > 0 THEN datepart('year', {local}) ELSE datepart('year', {local}) - 1 END)", 0);
            case "decade" or "century" or "millennium" when !time:
                return ($"datepart('{unit}', {local})", 0);
            case "week" when !time && type != PgTypes.Interval:
                return ($"datepart('week', {local})", 0);
            case "dow" or "isodow" or "doy" or "isoyear" when !time && type != PgTypes.Interval:
                return ($"datepart('{unit}', {local})", 0);
            case "julian" when type == PgTypes.Date:
                return ($"(CAST({local} - DATE '1970-01-01' AS BIGINT) + 2440588)", 0);
            case "timezone" when type == PgTypes.TimestampTz:
                return ($"((epoch_us({Times.ToLocal(value, state)}) - epoch_us({value})) // 1000000)", 0);
            case "timezone_hour" when type == PgTypes.TimestampTz:
                return ($"((epoch_us({Times.ToLocal(value, state)}) - epoch_us({value})) // 3600000000)", 0);
            default:
                throw Refusal.Of("0A000", $"unit \"{unit}\" not supported for type {Resolving.Typing.TypeNames.Format(type)}", call.Position);
        }
    }

    public static Fragment AtTimeZone(BoundCall call, List<Fragment> arguments)
    {
        var value = arguments[1].Sql;
        var type = PgTypes.BaseOf(call.Arguments[1].Type);
        if (type != PgTypes.Timestamp && type != PgTypes.TimestampTz)
            throw Refusal.Unsupported("AT TIME ZONE of a time is not supported", call.Position, "Use a timestamp.");
        if (ExpressionWriter.Constant(call.Arguments[0]) is { } zone && call.Arguments[0].Type == PgTypes.Text)
        {
            if (Times.IsUtc(zone)) return type == PgTypes.Timestamp ? $"make_timestamptz(epoch_us({value}))" : $"make_timestamp(epoch_us({value}))";
            if (zone.Length > 0 && (char.IsAsciiDigit(zone[^1]) || zone[0] is '+' or '-'))
                throw Refusal.Unsupported("AT TIME ZONE of an offset or a POSIX rule is not supported", call.Arguments[0].Position, "Use an interval or a zone's name.");
            // an abbreviation comes before a zone of that name: CET is an hour in summer too
            if (ZoneAbbreviations.Find(zone.ToLowerInvariant()) is { } abbreviation) return Fixed(value, type, abbreviation.Offset);
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
                throw Refusal.Of(SqlState.InvalidParameterValue, $"time zone \"{zone}\" not recognized", call.Arguments[0].Position);
            return $"timezone({SqlText.Literal(zone)}, {value})";
        }
        if (call.Arguments[0].Type == PgTypes.Interval)
            return type == PgTypes.Timestamp ? $"make_timestamptz(epoch_us({value}) - epoch_us({arguments[0].Sql}))" : $"make_timestamp(epoch_us({value}) + epoch_us({arguments[0].Sql}))";
        return $"timezone({arguments[0].Sql}, {value})";
    }

    private static Fragment Fixed(string value, PgType type, long offset) => type == PgTypes.Timestamp
        ? $"make_timestamptz(epoch_us({value}) - {offset * 1_000_000})"
        : $"make_timestamp(epoch_us({value}) + {offset * 1_000_000})";

    public static Fragment Age(BoundCall call, List<Fragment> arguments, GenerationState state)
    {
        string Local(int i) => PgTypes.BaseOf(call.Arguments[i].Type) == PgTypes.TimestampTz ? Times.ToLocal(arguments[i].Sql, state) : $"CAST({arguments[i].Sql} AS TIMESTAMP)";
        if (call.Arguments[0].Type == PgTypes.Xid) return "CAST(2147483647 AS INTEGER)";
        if (call.Arguments.Count == 2) return $"age({Local(0)}, {Local(1)})";
        var today = $"CAST(CAST({Times.ToLocal(state.Value(new SessionValue(SessionValueKind.TransactionTime)), state)} AS DATE) AS TIMESTAMP)";
        return $"age({today}, {Local(0)})";
    }

    public static Fragment ToChar(BoundCall call, List<Fragment> arguments, GenerationState state, ExpressionWriter writer)
    {
        _ = writer;
        var type = PgTypes.BaseOf(call.Arguments[0].Type);
        if (type == PgTypes.TimestampTz) return EngineFunctions.Call(EngineFunctions.ToCharMoment, arguments[0].Sql, arguments[1].Sql, SqlText.Literal(state.Session.TimeZone));
        if (type == PgTypes.Timestamp || type == PgTypes.Date) return EngineFunctions.Call(EngineFunctions.ToCharTime, $"CAST({arguments[0].Sql} AS TIMESTAMP)", arguments[1].Sql);
        if (type.IsNumeric && type.Oid is not (700 or 701)) return EngineFunctions.Call(EngineFunctions.ToCharNumber, $"CAST({arguments[0].Sql} AS VARCHAR)", arguments[1].Sql);
        if (type.Oid is 700 or 701) return EngineFunctions.Call(EngineFunctions.ToCharNumber, $"(CASE WHEN NOT isfinite({arguments[0].Sql}) OR abs({arguments[0].Sql}) >= 1e15 THEN {SqlText.Error("0A000", "to_char of numbers that are not finite or have more than 15 digits is not supported")} ELSE format('{{:.15f}}', CAST({arguments[0].Sql} AS DOUBLE)) END)", arguments[1].Sql);
        if (type == PgTypes.Interval) return EngineFunctions.Call(EngineFunctions.ToCharInterval, arguments[0].Sql, arguments[1].Sql);
        throw Refusal.Unsupported($"to_char of type {TypeNames.Format(type)} is not supported", call.Position);
    }
}
