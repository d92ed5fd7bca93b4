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
                return IsInfinite(text) ? $"CAST('{text}' AS DATE)" : $"(CAST('1970-01-01' AS DATE) + {text})";
            case 1083:
                return $"CAST('{text}' AS TIME)";
            case 1114:
                return IsInfinite(text) ? $"CAST('{text}' AS TIMESTAMP)" : $"make_timestamp(CAST({text} AS BIGINT))";
            case 1184:
                return IsInfinite(text) ? $"CAST('{text}' AS TIMESTAMPTZ)" : $"make_timestamptz(CAST({text} AS BIGINT))";
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
        var scale = text.IndexOf('.') is >= 0 and var point ? text.Length - point - 1 : 0;
        var isFraction = text.StartsWith("0.", StringComparison.Ordinal) || text.StartsWith("-0.", StringComparison.Ordinal);
        var precision = isFraction ? scale : text.Count(char.IsAsciiDigit);
        if (precision > DuckTypes.MaxPrecision)
            throw Refusal.Unsupported($"a number of more than {DuckTypes.MaxPrecision} digits", position, "Use double precision for it.");
        return new Fragment($"CAST('{text}' AS DECIMAL({precision},{scale}))", scale);
    }

    private static string Interval(string normal)
    {
        var (months, days, micros) = IntervalConstant.Read(normal);
        return $"(to_months({months}) + to_days({days}) + to_microseconds({micros}))";
    }

    private static bool IsInfinite(string text) => text.EndsWith("infinity", StringComparison.Ordinal);
}
