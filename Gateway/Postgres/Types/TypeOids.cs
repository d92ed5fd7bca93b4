namespace Granary.Gateway.Postgres.Types;

/// <summary>OIDs of PostgreSQL's types that travel on the wire; values from its `pg_type.dat`.</summary>
internal static class TypeOids
{
    public const uint Boolean = 16;
    public const uint Bytea = 17;
    public const uint Char = 18;
    public const uint Name = 19;
    public const uint Int64 = 20;
    public const uint Int16 = 21;
    public const uint Int16Vector = 22;
    public const uint Int32 = 23;
    public const uint RegProc = 24;
    public const uint Text = 25;
    public const uint Oid = 26;
    public const uint Xid = 28;
    public const uint Cid = 29;
    public const uint OidVector = 30;
    public const uint Json = 114;
    public const uint Float32 = 700;
    public const uint Float64 = 701;
    public const uint Unknown = 705;
    public const uint Bpchar = 1042;
    public const uint Varchar = 1043;
    public const uint Date = 1082;
    public const uint Time = 1083;
    public const uint Timestamp = 1114;
    public const uint TimestampTz = 1184;
    public const uint Interval = 1186;
    public const uint TimeTz = 1266;
    public const uint Numeric = 1700;
    public const uint RegProcedure = 2202;
    public const uint RegOper = 2203;
    public const uint RegOperator = 2204;
    public const uint RegClass = 2205;
    public const uint RegType = 2206;
    public const uint Record = 2249;
    public const uint Cstring = 2275;
    public const uint Void = 2278;
    public const uint Uuid = 2950;
    public const uint Jsonb = 3802;
    public const uint RegNamespace = 4089;
    public const uint RegRole = 4096;

    private static readonly (uint Array, uint Element)[] Arrays =
    [
        (1000, Boolean), (1001, Bytea), (1002, Char), (1003, Name), (1016, Int64), (1005, Int16), (1006, Int16Vector),
        (1007, Int32), (1008, RegProc), (1009, Text), (1028, Oid), (1011, Xid), (1012, Cid), (1013, OidVector), (199, Json),
        (1021, Float32), (1022, Float64), (1014, Bpchar), (1015, Varchar), (1182, Date), (1183, Time), (1115, Timestamp),
        (1185, TimestampTz), (1187, Interval), (1270, TimeTz), (1231, Numeric), (2207, RegProcedure), (2208, RegOper),
        (2209, RegOperator), (2210, RegClass), (2211, RegType), (2287, Record), (2951, Uuid), (3807, Jsonb),
        (4090, RegNamespace), (4097, RegRole), (Int16Vector, Int16), (OidVector, Oid),
    ];

    /// <summary>The element type of an array type, or 0.</summary>
    public static uint ElementOf(uint array)
    {
        foreach (var pair in Arrays)
            if (pair.Array == array) return pair.Element;
        return 0;
    }

    /// <summary>The array type over an element type, or 0.</summary>
    public static uint ArrayOf(uint element)
    {
        foreach (var pair in Arrays)
            if (pair.Element == element) return pair.Array;
        return 0;
    }

    /// <summary>Whether values are OIDs: 4 unsigned bytes in binary.</summary>
    public static bool IsOidLike(uint oid) =>
        oid is Oid or Xid or Cid or RegProc or (>= RegProcedure and <= RegType) or RegNamespace or RegRole;
}
