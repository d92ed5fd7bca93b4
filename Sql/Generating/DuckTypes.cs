using Granary.Sql.Catalog;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Typing;

namespace Granary.Sql.Generating;

/// <summary>The DuckDB types that hold PostgreSQL's.</summary>
internal static class DuckTypes
{
    /// <summary>The most digits that a decimal holds.</summary>
    public const int MaxPrecision = 38;

    /// <summary>Digits after the point that a number keeps whose scale isn't known before it is computed.</summary>
    public const int OpenScale = 20;

    public static string Of(PgType type, int typmod = -1, int scale = 0, int position = -1)
    {
        type = PgTypes.BaseOf(type);
        if (PgTypes.ElementOf(type) is { } element) return Of(element, typmod, scale, position) + "[]";
        return type.Oid switch
        {
            16 => "BOOLEAN",
            21 => "SMALLINT",
            23 => "INTEGER",
            20 => "BIGINT",
            26 or 28 or 2205 or 2206 or 24 or 4089 or 4096 or 2202 or 2203 or 2204 or 29 or 5069 => "BIGINT",
            700 => "FLOAT",
            701 => "DOUBLE",
            1700 => Decimal(typmod, scale),
            25 or 1043 or 1042 or 19 or 18 or 114 or 3802 or 705 or 2275 => "VARCHAR",
            17 => "BLOB",
            2950 => "UUID",
            1082 => "DATE",
            1083 => "TIME",
            1114 => "TIMESTAMP",
            1184 => "TIMESTAMPTZ",
            1186 => "INTERVAL",
            22 => "SMALLINT[]",
            30 => "BIGINT[]",
            16200 => "DOUBLE[]",
            16201 => "BIGINT",
            // The catalogues' own types that clients only ever read as text.
            194 or 1033 or 1034 or 2277 or 27 or 3220 or 2249 or 2278 or 3361 or 3402 or 5017 or 3642 => "VARCHAR",
            _ => throw Refusal.Unsupported($"values of type {TypeNames.Format(type)} are not supported", position),
        };
    }

    public static string Decimal(int typmod, int scale)
    {
        if (typmod < 0) return $"DECIMAL({MaxPrecision},{scale})";
        var (precision, declared) = ColumnTypes.NumericParts(typmod);
        return $"DECIMAL({precision},{declared})";
    }
}
