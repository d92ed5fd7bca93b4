namespace Granary.Grains.Interfaces.Columns;

/// <summary>The type of a column. Two are equal when all their parts are.</summary>
public sealed record DataType
{
    /// <summary>Digits of a numeric without a declared precision; also the most that can be stored.</summary>
    public const int MaxNumericPrecision = 38;

    private DataType(TypeKind kind)
    {
        Kind = kind;
        FixedWidth = WidthOf(kind);
    }

    /// <summary>`boolean`.</summary>
    public static readonly DataType Boolean = new(TypeKind.Boolean);
    /// <summary>`smallint`.</summary>
    public static readonly DataType Int16 = new(TypeKind.Int16);
    /// <summary>`integer`.</summary>
    public static readonly DataType Int32 = new(TypeKind.Int32);
    /// <summary>`bigint`.</summary>
    public static readonly DataType Int64 = new(TypeKind.Int64);
    /// <summary>`real`.</summary>
    public static readonly DataType Float32 = new(TypeKind.Float32);
    /// <summary>`double precision`.</summary>
    public static readonly DataType Float64 = new(TypeKind.Float64);
    /// <summary>`text`.</summary>
    public static readonly DataType Text = new(TypeKind.Text);
    /// <summary>`bytea`.</summary>
    public static readonly DataType Bytea = new(TypeKind.Bytea);
    /// <summary>`uuid`.</summary>
    public static readonly DataType Uuid = new(TypeKind.Uuid);
    /// <summary>`date`.</summary>
    public static readonly DataType Date = new(TypeKind.Date);
    /// <summary>`time without time zone`.</summary>
    public static readonly DataType Time = new(TypeKind.Time);
    /// <summary>`timestamp without time zone`.</summary>
    public static readonly DataType Timestamp = new(TypeKind.Timestamp);
    /// <summary>`timestamp with time zone`.</summary>
    public static readonly DataType TimestampTz = new(TypeKind.TimestampTz);
    /// <summary>`interval`.</summary>
    public static readonly DataType Interval = new(TypeKind.Interval);
    /// <summary>`json`.</summary>
    public static readonly DataType Json = new(TypeKind.Json);
    /// <summary>`jsonb`.</summary>
    public static readonly DataType Jsonb = new(TypeKind.Jsonb);

    /// <summary>The family.</summary>
    public TypeKind Kind { get; }

    /// <summary>Total digits of a numeric, 1 to <see cref="MaxNumericPrecision"/>; else 0.</summary>
    public int Precision { get; private init; }

    /// <summary>Digits after the point of a numeric, 0 to <see cref="Precision"/>; else 0.</summary>
    public int Scale { get; private init; }

    /// <summary>The most characters of a varchar(n); 0 when unlimited or another type.</summary>
    public int MaxCharacters { get; private init; }

    /// <summary>The type of an array's elements; else null.</summary>
    public DataType? Element { get; private init; }

    /// <summary>Bytes of one value, or 0 for types of varying length and arrays.</summary>
    public int FixedWidth { get; }

    /// <summary>Whether values are UTF-8 text (text, varchar, json, jsonb).</summary>
    public bool IsText => Kind is TypeKind.Text or TypeKind.Varchar or TypeKind.Json or TypeKind.Jsonb;

    /// <summary>Whether values lie in offsets and bytes (texts and bytea).</summary>
    public bool IsVariable => IsText || Kind == TypeKind.Bytea;

    /// <summary>Whether the type is an array.</summary>
    public bool IsArray => Kind == TypeKind.Array;

    /// <summary>`numeric(precision, scale)`.</summary>
    /// <param name="precision">1 to 38.</param>
    /// <param name="scale">0 to <paramref name="precision"/>.</param>
    public static DataType Numeric(int precision, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, MaxNumericPrecision);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, precision);
        return new DataType(TypeKind.Numeric) { Precision = precision, Scale = scale };
    }

    /// <summary>`character varying(n)`, or without a limit.</summary>
    /// <param name="maxCharacters">The limit in characters; 0 for none.</param>
    public static DataType Varchar(int maxCharacters = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxCharacters);
        return new DataType(TypeKind.Varchar) { MaxCharacters = maxCharacters };
    }

    /// <summary>An array of a type; an array of arrays has two dimensions.</summary>
    /// <param name="element">The elements' type.</param>
    public static DataType Array(DataType element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return new DataType(TypeKind.Array) { Element = element };
    }

    /// <summary>PostgreSQL's name of the type, as `format_type` gives it (arrays with one pair of brackets, as there).</summary>
    public override string ToString() => Kind switch
    {
        TypeKind.Boolean => "boolean",
        TypeKind.Int16 => "smallint",
        TypeKind.Int32 => "integer",
        TypeKind.Int64 => "bigint",
        TypeKind.Float32 => "real",
        TypeKind.Float64 => "double precision",
        TypeKind.Numeric => $"numeric({Precision},{Scale})",
        TypeKind.Text => "text",
        TypeKind.Varchar => MaxCharacters == 0 ? "character varying" : $"character varying({MaxCharacters})",
        TypeKind.Bytea => "bytea",
        TypeKind.Uuid => "uuid",
        TypeKind.Date => "date",
        TypeKind.Time => "time without time zone",
        TypeKind.Timestamp => "timestamp without time zone",
        TypeKind.TimestampTz => "timestamp with time zone",
        TypeKind.Interval => "interval",
        TypeKind.Json => "json",
        TypeKind.Jsonb => "jsonb",
        TypeKind.Array => InnermostElement + "[]",
        _ => Kind.ToString(),
    };

    /// <summary>The type that its kind alone names, for readers of formats; null for one with parameters (numeric, varchar, arrays) and for an unknown kind.</summary>
    /// <param name="kind">The kind.</param>
    public static DataType? Plain(TypeKind kind) => kind switch
    {
        TypeKind.Boolean => Boolean,
        TypeKind.Int16 => Int16,
        TypeKind.Int32 => Int32,
        TypeKind.Int64 => Int64,
        TypeKind.Float32 => Float32,
        TypeKind.Float64 => Float64,
        TypeKind.Text => Text,
        TypeKind.Bytea => Bytea,
        TypeKind.Uuid => Uuid,
        TypeKind.Date => Date,
        TypeKind.Time => Time,
        TypeKind.Timestamp => Timestamp,
        TypeKind.TimestampTz => TimestampTz,
        TypeKind.Interval => Interval,
        TypeKind.Json => Json,
        TypeKind.Jsonb => Jsonb,
        _ => null,
    };

    private static int WidthOf(TypeKind kind) => kind switch
    {
        TypeKind.Boolean => 1,
        TypeKind.Int16 => 2,
        TypeKind.Int32 or TypeKind.Float32 or TypeKind.Date => 4,
        TypeKind.Int64 or TypeKind.Float64 or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz => 8,
        TypeKind.Numeric or TypeKind.Uuid or TypeKind.Interval => 16,
        _ => 0,
    };

    private DataType InnermostElement => Element is { IsArray: true } inner ? inner.InnermostElement : Element!;
}
