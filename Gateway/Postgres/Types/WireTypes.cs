using Granary.Gateway.Postgres.Types.Arrays;
using Granary.Gateway.Postgres.Types.Json;
using Granary.Gateway.Postgres.Types.Numbers;
using Granary.Gateway.Postgres.Types.Texts;
using Granary.Gateway.Postgres.Types.Times;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types;

/// <summary>Finds the codec of a type.</summary>
internal static class WireTypes
{
    /// <summary>The codec of a type as a statement's columns or parameters give it.</summary>
    public static WireCodec For(SqlType type)
    {
        if (type.Oid == TypeOids.Void) return new VoidCodec(type);
        return type.Storage.Kind switch
        {
            TypeKind.Boolean => new BooleanCodec(type),
            TypeKind.Int16 => new IntegerCodec<short>(type, "smallint"),
            TypeKind.Int32 => new IntegerCodec<int>(type, "integer"),
            TypeKind.Int64 => TypeOids.IsOidLike(type.Oid) ? new OidCodec(type) : new IntegerCodec<long>(type, "bigint"),
            TypeKind.Float32 => new Float32Codec(type),
            TypeKind.Float64 => new Float64Codec(type),
            TypeKind.Numeric => new NumericCodec(type),
            TypeKind.Text when type.Oid == TypeOids.Numeric => new NumericTextCodec(type),
            TypeKind.Text or TypeKind.Varchar => new TextCodec(type),
            TypeKind.Bytea => new ByteaCodec(type),
            TypeKind.Uuid => new UuidCodec(type),
            TypeKind.Date => new DateCodec(type),
            TypeKind.Time => new TimeCodec(type),
            TypeKind.Timestamp => new TimestampCodec(type),
            TypeKind.TimestampTz => new TimestampTzCodec(type),
            TypeKind.Interval => new IntervalCodec(type),
            TypeKind.Json => new JsonCodec(type),
            TypeKind.Jsonb => new JsonbCodec(type),
            TypeKind.Array => type.Oid is TypeOids.Int16Vector or TypeOids.OidVector ? new VectorCodec(type) : new ArrayCodec(type),
            _ => throw new InvalidOperationException($"{type.Storage} has no form on the wire"),
        };
    }

    /// <summary>The codec of a stored column.</summary>
    public static WireCodec For(DataType type) => For(TypeOf(type));

    /// <summary>The type that clients see for a stored column.</summary>
    public static SqlType TypeOf(DataType type) => new(OidOf(type), ModifierOf(type), type);

    private static uint OidOf(DataType type) => type.Kind switch
    {
        TypeKind.Boolean => TypeOids.Boolean,
        TypeKind.Int16 => TypeOids.Int16,
        TypeKind.Int32 => TypeOids.Int32,
        TypeKind.Int64 => TypeOids.Int64,
        TypeKind.Float32 => TypeOids.Float32,
        TypeKind.Float64 => TypeOids.Float64,
        TypeKind.Numeric => TypeOids.Numeric,
        TypeKind.Text => TypeOids.Text,
        TypeKind.Varchar => TypeOids.Varchar,
        TypeKind.Bytea => TypeOids.Bytea,
        TypeKind.Uuid => TypeOids.Uuid,
        TypeKind.Date => TypeOids.Date,
        TypeKind.Time => TypeOids.Time,
        TypeKind.Timestamp => TypeOids.Timestamp,
        TypeKind.TimestampTz => TypeOids.TimestampTz,
        TypeKind.Interval => TypeOids.Interval,
        TypeKind.Json => TypeOids.Json,
        TypeKind.Jsonb => TypeOids.Jsonb,
        TypeKind.Array => type.Element!.IsArray ? OidOf(type.Element) : TypeOids.ArrayOf(OidOf(type.Element)),
        _ => TypeOids.Unknown,
    };

    private static int ModifierOf(DataType type) => type.Kind switch
    {
        TypeKind.Numeric => ((type.Precision << 16) | type.Scale) + 4,
        TypeKind.Varchar when type.MaxCharacters > 0 => type.MaxCharacters + 4,
        TypeKind.Array => ModifierOf(type.Element!),
        _ => -1,
    };
}
