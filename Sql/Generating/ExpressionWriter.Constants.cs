using System.Globalization;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Literals;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Generating;

/// <summary>Constants in the normal form that <see cref="LiteralReader"/> gave them.</summary>
internal sealed partial class ExpressionWriter
{
    private static Fragment Constant(BoundConstant constant)
    {
        var type = PgTypes.BaseOf(constant.Type);
        if (constant.Text is not { } text) return $"CAST(NULL AS {DuckTypes.Of(type, -1, 0, constant.Position)})";
        switch (type.Oid)
        {
            case 16:
                return text == "t" ? "TRUE" : "FALSE";
            case 20 or 21 or 23 or 26 or 28 or 2205 or 2206 or 24 or 4089 or 4096 or 2202:
                return $"CAST({text} AS {DuckTypes.Of(type)})";
            case 700 or 701:
                return $"CAST('{text}' AS {DuckTypes.Of(type)})";
            case 1700:
                return Number(text, constant.Position);
            case 17:
                return $"from_hex('{text[2..]}')";
            case 2950:
                return $"CAST('{text}' AS UUID)";
            case 1082:
                return $"CAST('{text}' AS DATE)";
            case 1083:
                return $"CAST('{text}' AS TIME)";
            case 1114:
                return text.EndsWith("infinity", StringComparison.Ordinal) ? $"CAST('{text}' AS TIMESTAMP)" : $"make_timestamp({Micros(text)})";
            case 1184:
                return text.EndsWith("infinity", StringComparison.Ordinal) ? $"CAST('{text}' AS TIMESTAMPTZ)" : $"make_timestamptz({Micros(text)})";
            case 1186:
                return Interval(text);
            default:
                if (text.Contains('\0'))
                    throw Refusal.Of(SqlState.CharacterNotInRepertoire, "invalid byte sequence for encoding \"UTF8\": 0x00", constant.Position);
                return SqlText.Literal(text);
        }
    }

    private static Fragment Number(string text, int position)
    {
        var (precision, scale) = (DecimalText.PrecisionOf(text), DecimalText.ScaleOf(text));
        precision = Math.Max(precision, scale);
        if (precision > DuckTypes.MaxPrecision)
            throw Refusal.Unsupported($"the number {text} has more than {DuckTypes.MaxPrecision} digits", position, "Use double precision for it.");
        return new Fragment($"CAST('{text}' AS DECIMAL({precision},{scale}))", scale);
    }

    private static string Interval(string normal)
    {
        var (months, days, micros) = IntervalText.Parse(normal);
        return $"(to_months({months}) + to_days({days}) + to_microseconds({micros}))";
    }

    /// <summary>A number of microseconds, so that no engine setting has a say in how it is read.</summary>
    private static string Micros(string iso) => $"CAST({Microseconds(iso).ToString(CultureInfo.InvariantCulture)} AS BIGINT)";

    /// <summary>Microseconds since 1970 of normal ISO text.</summary>
    public static long Microseconds(string iso)
    {
        var era = iso.EndsWith(" (BC)", StringComparison.Ordinal);
        var body = era ? iso[..^5] : iso;
        var dateEnd = body.IndexOf(' ');
        var date = body[..dateEnd].Split('-');
        var time = body[(dateEnd + 1)..].Split(':');
        var year = int.Parse(date[0], CultureInfo.InvariantCulture);
        var days = DateTimeText.DaysFromCivil(era ? 1 - year : year, int.Parse(date[1]), int.Parse(date[2]));
        var seconds = decimal.Parse(time[2], CultureInfo.InvariantCulture);
        return days * 86_400_000_000L + long.Parse(time[0]) * 3_600_000_000L + long.Parse(time[1]) * 60_000_000L + (long)(seconds * 1_000_000);
    }
}
