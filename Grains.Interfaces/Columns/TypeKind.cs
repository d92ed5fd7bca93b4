namespace Granary.Grains.Interfaces.Columns;

/// <summary>The families of column types. Values are stored on disk (frames, WAL): never renumber.</summary>
public enum TypeKind : byte
{
    /// <summary>Not set: a bug.</summary>
    Unspecified = 0,
    /// <summary>`boolean`: one byte a value, 0 or 1 (not bit-packed: DuckDB and the wire use bytes).</summary>
    Boolean = 1,
    /// <summary>`smallint`: 2 bytes.</summary>
    Int16 = 2,
    /// <summary>`integer`: 4 bytes.</summary>
    Int32 = 3,
    /// <summary>`bigint`: 8 bytes.</summary>
    Int64 = 4,
    /// <summary>`real`: 4 bytes.</summary>
    Float32 = 5,
    /// <summary>`double precision`: 8 bytes.</summary>
    Float64 = 6,
    /// <summary>`numeric(p,s)`: 16 bytes, an <see cref="Int128"/> scaled by 10^s, little-endian.</summary>
    Numeric = 7,
    /// <summary>`text`: UTF-8, offsets and bytes.</summary>
    Text = 8,
    /// <summary>`character varying(n)`: as text; n counts characters.</summary>
    Varchar = 9,
    /// <summary>`bytea`: offsets and bytes.</summary>
    Bytea = 10,
    /// <summary>`uuid`: 16 bytes in the order of RFC 9562 (big-endian, as on the wire).</summary>
    Uuid = 11,
    /// <summary>`date`: 4 bytes, days since 1970-01-01; ±<see cref="int.MaxValue"/> are ±infinity.</summary>
    Date = 12,
    /// <summary>`time`: 8 bytes, microseconds since midnight, 24:00 allowed.</summary>
    Time = 13,
    /// <summary>`timestamp`: 8 bytes, microseconds since 1970-01-01 00:00; ±<see cref="long.MaxValue"/> are ±infinity.</summary>
    Timestamp = 14,
    /// <summary>`timestamptz`: as <see cref="Timestamp"/>, in UTC.</summary>
    TimestampTz = 15,
    /// <summary>`interval`: 16 bytes, see <see cref="Columns.Interval"/>.</summary>
    Interval = 16,
    /// <summary>`json`: as text, the input kept letter by letter.</summary>
    Json = 17,
    /// <summary>`jsonb`: as text in PostgreSQL's normal form.</summary>
    Jsonb = 18,
    /// <summary>An array: list offsets and a child column; nested for each further dimension.</summary>
    Array = 19,
}
