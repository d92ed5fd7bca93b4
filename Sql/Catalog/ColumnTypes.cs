using Granary.Grains.Interfaces.Columns;
using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Catalog;

/// <summary>Translates between the types of columns and PostgreSQL's types with their modifiers.</summary>
internal static class ColumnTypes
{
    /// <summary>PostgreSQL adds the length of a varlena header to the modifiers of varchar, bpchar and numeric.</summary>
    public const int HeaderSize = 4;

    public static PgType TypeOf(DataType type) => type.Kind switch
    {
        TypeKind.Boolean => PgTypes.Bool,
        TypeKind.Int16 => PgTypes.Int2,
        TypeKind.Int32 => PgTypes.Int4,
        TypeKind.Int64 => PgTypes.Int8,
        TypeKind.Float32 => PgTypes.Float4,
        TypeKind.Float64 => PgTypes.Float8,
        TypeKind.Numeric => PgTypes.Numeric,
        TypeKind.Text => PgTypes.Text,
        TypeKind.Varchar => PgTypes.Varchar,
        TypeKind.Bytea => PgTypes.Bytea,
        TypeKind.Uuid => PgTypes.Uuid,
        TypeKind.Date => PgTypes.Date,
        TypeKind.Time => PgTypes.Time,
        TypeKind.Timestamp => PgTypes.Timestamp,
        TypeKind.TimestampTz => PgTypes.TimestampTz,
        TypeKind.Interval => PgTypes.Interval,
        TypeKind.Json => PgTypes.Json,
        TypeKind.Jsonb => PgTypes.Jsonb,
        TypeKind.Array => PgTypes.ArrayOf(TypeOf(type.Element!))!,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, null),
    };

    public static int TypmodOf(DataType type) => type.Kind switch
    {
        TypeKind.Numeric => NumericTypmod(type.Precision, type.Scale),
        TypeKind.Varchar when type.MaxCharacters > 0 => type.MaxCharacters + HeaderSize,
        TypeKind.Array => TypmodOf(type.Element!),
        _ => -1,
    };

    public static int NumericTypmod(int precision, int scale) => ((precision << 16) | (scale & 0x7ff)) + HeaderSize;

    public static (int Precision, int Scale) NumericParts(int typmod)
    {
        var scale = (typmod - HeaderSize) & 0x7ff;
        return ((typmod - HeaderSize) >> 16 & 0xffff, (scale ^ 1024) - 1024);
    }

    /// <summary>The column type that holds values of a PostgreSQL type, or null when no column can.</summary>
    /// <param name="type">The type.</param>
    /// <param name="typmod">Its modifier or -1.</param>
    /// <param name="numericScale">The scale of a numeric that declares none.</param>
    public static DataType? ColumnTypeOf(PgType type, int typmod, int numericScale = 0)
    {
        if (PgTypes.ElementOf(type) is { } element)
            return ColumnTypeOf(element, typmod, numericScale) is { } elements ? DataType.Array(elements) : null;
        return type.Oid switch
        {
            22 => DataType.Array(DataType.Int16),
            30 => DataType.Array(DataType.Int64),
            16 => DataType.Boolean,
            21 => DataType.Int16,
            23 => DataType.Int32,
            20 => DataType.Int64,
            700 => DataType.Float32,
            701 => DataType.Float64,
            1700 when typmod >= 0 => NumericOf(typmod),
            1700 => DataType.Numeric(DataType.MaxNumericPrecision, numericScale),
            17 => DataType.Bytea,
            2950 => DataType.Uuid,
            1082 => DataType.Date,
            1083 => DataType.Time,
            1114 => DataType.Timestamp,
            1184 => DataType.TimestampTz,
            1186 => DataType.Interval,
            114 => DataType.Json,
            3802 => DataType.Jsonb,
            1043 => DataType.Varchar(typmod >= HeaderSize ? typmod - HeaderSize : 0),
            // Object identifiers are unsigned 32 bits wide: only a bigint holds them all.
            26 or 28 => DataType.Int64,
            _ => DataType.Text,
        };
    }

    private static DataType NumericOf(int typmod)
    {
        var (precision, scale) = NumericParts(typmod);
        precision = Math.Min(Math.Max(precision, 1), DataType.MaxNumericPrecision);
        return DataType.Numeric(precision, Math.Clamp(scale, 0, precision));
    }
}
