using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.DuckDb.Conversion;

/// <summary>Which DuckDB type holds the values of a column type.</summary>
internal static class ColumnTypes
{
    public static DuckDbType ToDuckDb(DataType type) => type.Kind switch
    {
        TypeKind.Boolean => DuckDbType.Boolean,
        TypeKind.Int16 => new DuckDbType(DuckDbTypeId.SmallInt),
        TypeKind.Int32 => DuckDbType.Integer,
        TypeKind.Int64 => DuckDbType.BigInt,
        TypeKind.Float32 => new DuckDbType(DuckDbTypeId.Float),
        TypeKind.Float64 => DuckDbType.Double,
        TypeKind.Numeric => DuckDbType.Decimal((byte)type.Precision, (byte)type.Scale),
        TypeKind.Text or TypeKind.Varchar or TypeKind.Json or TypeKind.Jsonb => DuckDbType.Varchar,
        TypeKind.Bytea => new DuckDbType(DuckDbTypeId.Blob),
        TypeKind.Uuid => new DuckDbType(DuckDbTypeId.Uuid),
        TypeKind.Date => new DuckDbType(DuckDbTypeId.Date),
        TypeKind.Time => new DuckDbType(DuckDbTypeId.Time),
        TypeKind.Timestamp => new DuckDbType(DuckDbTypeId.Timestamp),
        TypeKind.TimestampTz => DuckDbType.TimestampTz,
        TypeKind.Interval => new DuckDbType(DuckDbTypeId.Interval),
        TypeKind.Array => DuckDbType.List(ToDuckDb(type.Element!)),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "no DuckDB type holds this"),
    };

    /// <summary>DuckDB's name of the type, for casts in generated text.</summary>
    public static string SqlName(DataType type) => type.Kind switch
    {
        TypeKind.Boolean => "BOOLEAN",
        TypeKind.Int16 => "SMALLINT",
        TypeKind.Int32 => "INTEGER",
        TypeKind.Int64 => "BIGINT",
        TypeKind.Float32 => "FLOAT",
        TypeKind.Float64 => "DOUBLE",
        TypeKind.Numeric => $"DECIMAL({type.Precision},{type.Scale})",
        TypeKind.Text or TypeKind.Varchar or TypeKind.Json or TypeKind.Jsonb => "VARCHAR",
        TypeKind.Bytea => "BLOB",
        TypeKind.Uuid => "UUID",
        TypeKind.Date => "DATE",
        TypeKind.Time => "TIME",
        TypeKind.Timestamp => "TIMESTAMP",
        TypeKind.TimestampTz => "TIMESTAMPTZ",
        TypeKind.Interval => "INTERVAL",
        TypeKind.Array => SqlName(type.Element!) + "[]",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "no DuckDB type holds this"),
    };

    /// <summary>Bytes of one decimal in a vector: DuckDB takes the smallest integer that holds the digits.</summary>
    public static int DecimalBytes(int digits) => digits switch
    {
        <= 4 => sizeof(short),
        <= 9 => sizeof(int),
        <= 18 => sizeof(long),
        _ => 16,
    };
}
