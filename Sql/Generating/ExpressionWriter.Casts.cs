using Granary.Grains.Interfaces.Values.Times;
using Granary.Sql.Catalog;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;

namespace Granary.Sql.Generating;

/// <summary>Casts, each with PostgreSQL's outcome where DuckDB's own differs.</summary>
internal sealed partial class ExpressionWriter
{
    private Fragment Cast(BoundCast cast)
    {
        if (cast.Path == CastPath.Length) return Length(cast);
        if (cast.Type == PgTypes.Float8 && cast.Operand is BoundOperator { Operator: { Name: "/" } quotient, Left: { } dividend } division && quotient.Result == PgTypes.Numeric)
            // A quotient that becomes a float needs no decimal digits in between.
            return $"(CAST({Sql(dividend)} AS DOUBLE) / CAST({NonZero(Sql(division.Right), division.Right)} AS DOUBLE))";
        var operand = Write(cast.Operand);
        return CastText(operand, cast.Operand.Type, cast.Type, cast.Position, cast.IsExplicit);
    }

    private Fragment Length(BoundCast cast)
    {
        // A number cast to numeric(p,s) goes there in one step, so that no scale in between rounds it first.
        if (cast.Type == PgTypes.Numeric && cast.Operand is BoundCast { Path: not CastPath.Length } inner)
        {
            var (precision, scale) = ColumnTypes.NumericParts(cast.Typmod);
            if (IsText(PgTypes.BaseOf(inner.Operand.Type)))
                return new Fragment($"CAST(pg_read_numeric({Sql(inner.Operand)}, {precision}, {scale}) AS {DuckTypes.Decimal(cast.Typmod, 0)})", scale);
            return ToDecimal(Write(inner.Operand), inner.Operand.Type, cast.Typmod);
        }
        var operand = Write(cast.Operand);
        if (PgTypes.ElementOf(cast.Type) is { } element)
            return element == PgTypes.Numeric || element == PgTypes.Text ? new Fragment($"CAST({operand.Sql} AS {DuckTypes.Of(cast.Type, cast.Typmod)})") : operand;
        switch (cast.Type.Oid)
        {
            case 1700:
                return new Fragment($"CAST({operand.Sql} AS {DuckTypes.Decimal(cast.Typmod, 0)})", ColumnTypes.NumericParts(cast.Typmod).Scale);
            case 1043:
                return Shorten(operand.Sql, cast.Typmod - ColumnTypes.HeaderSize, cast.IsExplicit, "character varying");
            case 1042:
                var width = cast.Typmod - ColumnTypes.HeaderSize;
                return $"rpad({Shorten(operand.Sql, width, cast.IsExplicit, "character").Sql}, {width}, ' ')";
            case 1114 or 1184 or 1083 when cast.Typmod >= 6:
                return operand;
            case 1184:
                return Times.Round(operand.Sql, cast.Typmod);
            case 1114:
                return $"make_timestamp(epoch_us({Times.Round($"CAST({operand.Sql} AS TIMESTAMPTZ)", cast.Typmod)}))";
            case 1186:
                return operand;
            default:
                throw Refusal.Unsupported($"the type modifier of {TypeNames.Format(cast.Type)} is not supported here", cast.Position);
        }
    }

    // An explicit cast cuts; an assignment refuses what is lost, unless it is spaces.
    private static Fragment Shorten(string text, int length, bool isExplicit, string name) => isExplicit
        ? $"left({text}, {length})"
        : $"(CASE WHEN length(rtrim({text}, ' ')) > {length} THEN {SqlText.Error("22001", $"value too long for type {name}({length})")} ELSE left({text}, {length}) END)";

    /// <summary>A value's text as another type.</summary>
    public Fragment CastText(Fragment value, PgType from, PgType to, int position, bool isExplicit = true)
    {
        (from, to) = (PgTypes.BaseOf(from), PgTypes.BaseOf(to));
        if (from == to) return value;
        if (from == PgTypes.Int2Vector && to.Oid == 1005 || from == PgTypes.OidVector && to.IsArray) return value;
        if (PgTypes.ElementOf(to) is { } element && PgTypes.ElementOf(from) is { } source)
            return IsSameInDuckDb(source, element) ? value
                : new Fragment($"list_transform({value.Sql}, lambda cast_item: {CastText(new Fragment("cast_item", value.Scale), source, element, position).Sql})", value.Scale);
        if (from == PgTypes.Char && to.IsString || from == PgTypes.Name && to.IsString) return value;
        if (from == PgTypes.BpChar) value = $"rtrim({value.Sql}, ' ')";
        if (IsText(from)) return FromText(value.Sql, to, position);
        if (IsText(to)) return from == PgTypes.Bool ? $"(CASE WHEN {value.Sql} THEN 'true' WHEN NOT {value.Sql} THEN 'false' END)" : new Fragment(TextForm(value, from, position));
        switch (to.Oid)
        {
            case 1700:
                return ToDecimal(value, from, -1);
            case 20 or 21 or 23 when from == PgTypes.Jsonb:
                throw Refusal.Unsupported($"casts from jsonb to {TypeNames.Format(to)} are not supported", position, "Cast through text.");
            case 20 or 21 or 23:
                return ToInteger(value, from, to);
            case 700 or 701 when from.IsNumeric:
                return $"CAST({value.Sql} AS {DuckTypes.Of(to)})";
            case 16 when from == PgTypes.Int4:
                return $"({value.Sql} <> 0)";
            case 26 or 2205 or 2206 or 24 or 4089 or 4096 or 2202 or 2203 or 2204:
                return ToOid(value, from);
            case 3802 when from == PgTypes.Json:
                return EngineFunctions.Call(EngineFunctions.JsonbNormalize, value.Sql);
            case 114 when from == PgTypes.Jsonb:
                return value;
            default:
                return Times_(value.Sql, from, to) ?? throw Refusal.Unsupported(
                    $"casts from {TypeNames.Format(from)} to {TypeNames.Format(to)} are not supported", position, "Cast through text.");
        }
    }

    private static bool IsText(PgType type) => type.Oid is 25 or 1043 or 1042 or 19 or 18 or 705 or 2275;

    private static bool IsSameInDuckDb(PgType left, PgType right) =>
        left == right || (IsText(left) && IsText(right)) || (left.Oid is 26 or 2205 or 2206 or 24 && right.Oid is 26 or 2205 or 2206 or 24);

    private static Fragment ToOid(Fragment value, PgType from) => from.Oid is 21 or 23
        ? $"(CASE WHEN {value.Sql} < 0 THEN CAST({value.Sql} AS BIGINT) + 4294967296 ELSE CAST({value.Sql} AS BIGINT) END)"
        : $"CAST({value.Sql} AS BIGINT)";

    private static Fragment ToInteger(Fragment value, PgType from, PgType to)
    {
        var type = DuckTypes.Of(to);
        return from.Oid switch
        {
            16 => $"CAST({value.Sql} AS {type})",
            // Halves go to the even neighbour, as the C library has it.
            700 or 701 => $"CAST(round_even({value.Sql}, 0) AS {type})",
            1700 => $"CAST(round({value.Sql}, 0) AS {type})",
            _ => $"CAST({value.Sql} AS {type})",
        };
    }

    /// <summary>A value as numeric: exactly, or from floats with the digits that PostgreSQL takes from them.</summary>
    private static Fragment ToDecimal(Fragment value, PgType from, int typmod)
    {
        from = PgTypes.BaseOf(from);
        var open = from.Oid switch
        {
            21 or 23 or 20 or 26 or 16 => 0,
            1700 => value.Scale,
            _ => OpenScaleOf(from),
        };
        var scale = typmod < 0 ? open : ColumnTypes.NumericParts(typmod).Scale;
        var type = from.Oid switch
        {
            21 when typmod < 0 => "DECIMAL(5,0)",
            23 when typmod < 0 => "DECIMAL(10,0)",
            20 when typmod < 0 => "DECIMAL(19,0)",
            _ => DuckTypes.Decimal(typmod, open),
        };
        return from.Oid switch
        {
            700 => FromFloat($"CAST(format('{{:.6g}}', CAST({value.Sql} AS DOUBLE)) AS {type})", scale, typmod < 0),
            701 => FromFloat($"CAST(format('{{:.15g}}', {value.Sql}) AS {type})", scale, typmod < 0),
            _ => new Fragment($"CAST({value.Sql} AS {type})", scale) { IsOpen = value.IsOpen && typmod < 0, Text = typmod < 0 && from.Oid == 1700 ? value.Text : null },
        };
    }

    // The digits that a float brings along are its own: no zeros behind them.
    private static Fragment FromFloat(string number, int scale, bool isOpen) => isOpen
        ? new Fragment(number, scale) { IsOpen = true, Text = $"regexp_replace(regexp_replace(CAST({number} AS VARCHAR), '(\\.[0-9]*?)0+$', '\\1'), '\\.$', '')" }
        : new Fragment(number, scale);

    private static int OpenScaleOf(PgType from) => from.Oid is 700 or 701 ? 15 : DuckTypes.OpenScale - 4;

    private string? Times_(string value, PgType from, PgType to) => (from.Oid, to.Oid) switch
    {
        (1082, 1114) => $"CAST({value} AS TIMESTAMP)",
        (1082, 1184) => Times.ToInstant($"CAST({value} AS TIMESTAMP)", state),
        (1114, 1082) => $"CAST({value} AS DATE)",
        (1114, 1083) => $"(CASE WHEN isfinite({value}) THEN CAST({value} AS TIME) END)",
        (1114, 1184) => Times.ToInstant(value, state),
        (1184, 1082) => $"CAST({Times.ToLocal(value, state)} AS DATE)",
        (1184, 1083) => $"(CASE WHEN isfinite({value}) THEN CAST({Times.ToLocal(value, state)} AS TIME) END)",
        (1184, 1114) => Times.ToLocal(value, state),
        (1083, 1186) => $"to_microseconds(epoch_us({value}))",
        (1186, 1083) => $"CAST(make_timestamp(((epoch_us(to_microseconds(0) + {value}) % 86400000000) + 86400000000) % 86400000000) AS TIME)",
        _ => null,
    };

    private Fragment FromText(string value, PgType to, int position)
    {
        if (IsText(to)) return to == PgTypes.Name ? $"left({value}, 63)" : to == PgTypes.Char ? $"left({value}, 1)" : value;
        CheckTimesAreRead(to, position);
        switch (to.Oid)
        {
            case 16 or 20 or 21 or 23 or 26 or 700 or 701 or 1186:
                return $"pg_read_{to.Name}({value})";
            case 28:
                return $"pg_read_oid({value})";
            case 1082 or 1083 or 1114 or 1184:
                return $"pg_read_{to.Name}({value}, {SqlText.Literal(state.Session.TimeZone)}, {state.Value(new SessionValue(SessionValueKind.TransactionTime))})";
            case 1700:
                return ReadOpen(value);
            case 2950:
                return $"CAST(pg_read_uuid({value}) AS UUID)";
            case 17:
                return $"pg_read_bytea({value})";
            case 114:
                return EngineFunctions.Call(EngineFunctions.JsonCheck, value);
            case 3802:
                return EngineFunctions.Call(EngineFunctions.JsonbNormalize, value);
            case 2205 or 2206 or 24 or 4089:
                return RegistryTexts.Read(to, value, state);
            default:
                if (PgTypes.ElementOf(to) is { } element) return ArrayFromText(value, element, position);
                throw Refusal.Unsupported($"casts from text to {TypeNames.Format(to)} are not supported", position);
        }
    }

    /// <summary>The engine's functions read a column's times in PostgreSQL's default styles; constants and the wire follow the session's.</summary>
    private void CheckTimesAreRead(PgType to, int position)
    {
        var isOtherStyle = to.Oid switch
        {
            1082 or 1114 or 1184 => TimeStyles.OrderOf(state.Session.Context.Setting("DateStyle")) != DateOrder.MonthDayYear,
            1186 => TimeStyles.IntervalStyleOf(state.Session.Context.Setting("IntervalStyle")) == IntervalStyle.SqlStandard,
            _ => false,
        };
        if (isOtherStyle)
            throw Refusal.Unsupported($"casts from text to {TypeNames.Format(to)} are not supported with this {(to.Oid == 1186 ? "IntervalStyle" : "DateStyle")}", position, "RESET it, or cast a constant.");
    }

    // The text may have any number of digits; the decimal has room for some, and the function refuses the rest.
    private static Fragment ReadOpen(string value) => Open($"pg_read_numeric({value}, 0, 0)", OpenScaleOf(PgTypes.Text));

    private Fragment ArrayFromText(string value, PgType element, int position)
    {
        var items = EngineFunctions.Call(EngineFunctions.ArrayParse, value);
        return IsText(element) ? items : $"list_transform({items}, lambda parsed: {FromText("parsed", element, position).Sql})";
    }

    /// <summary>PostgreSQL's text form of a value.</summary>
    public string TextForm(Fragment value, PgType from, int position)
    {
        var sql = value.Sql;
        if (IsText(from)) return from == PgTypes.BpChar ? $"rtrim({sql}, ' ')" : sql;
        if (PgTypes.ElementOf(from) is { } element)
            return $"(CASE WHEN {sql} IS NOT NULL THEN '{{' || coalesce(array_to_string(list_transform({sql}, lambda item: coalesce({EngineFunctions.Call(EngineFunctions.ArrayQuote, TextForm(new Fragment("item", value.Scale), element, position))}, 'NULL')), ','), '') || '}}' END)";
        return from.Oid switch
        {
            16 => $"(CASE WHEN {sql} THEN 't' WHEN NOT {sql} THEN 'f' END)",
            1700 when value.Text is not null => value.Text,
            20 or 21 or 23 or 26 or 28 or 1700 => $"CAST({sql} AS VARCHAR)",
            700 => EngineFunctions.Call(EngineFunctions.Float4Text, sql),
            701 => EngineFunctions.Call(EngineFunctions.Float8Text, sql),
            2950 or 114 or 3802 => $"CAST({sql} AS VARCHAR)",
            1082 => EngineFunctions.Call(EngineFunctions.TimestampText, $"CAST({sql} AS TIMESTAMP)", "TRUE"),
            1114 => EngineFunctions.Call(EngineFunctions.TimestampText, sql, "FALSE"),
            1184 => EngineFunctions.Call(EngineFunctions.TimestampTzText, sql, SqlText.Literal(state.Session.TimeZone)),
            1083 => $"(CASE WHEN epoch_us({sql}) = 86400000000 THEN '24:00:00' ELSE rtrim(regexp_replace(strftime(TIMESTAMP '1970-01-01' + to_microseconds(epoch_us({sql})), '%H:%M:%S.%f'), '0+$', ''), '.') END)",
            1186 => EngineFunctions.Call(EngineFunctions.IntervalText, sql),
            17 => $"('\\x' || lower(hex({sql})))",
            24 or 2202 or 2205 or 2206 or 4089 or 4096 => RegistryTexts.Write(from, sql, state),
            22 or 30 => $"array_to_string({sql}, ' ')",
            // Catalogue types whose values are kept as their text.
            194 or 1033 or 2277 or 27 or 3220 or 2249 or 2278 or 3361 or 3402 or 5017 => sql,
            _ => throw Refusal.Unsupported($"casts from {TypeNames.Format(from)} to text are not supported", position),
        };
    }
}
