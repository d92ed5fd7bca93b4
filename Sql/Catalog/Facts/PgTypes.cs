namespace Granary.Sql.Catalog.Facts;

/// <summary>All types of PostgreSQL 15 and of the extensions served, by OID and by name.</summary>
internal static class PgTypes
{
    private static readonly Dictionary<uint, PgType> ByOids = new(700);
    private static readonly Dictionary<string, PgType> ByNames = new(700, StringComparer.Ordinal);

    // The initializers below run in this order: the maps first, then their content, then the names.
    private static readonly bool Loaded = Load();

    public static readonly PgType Bool = Get(16);
    public static readonly PgType Bytea = Get(17);
    public static readonly PgType Char = Get(18);
    public static readonly PgType Name = Get(19);
    public static readonly PgType Int8 = Get(20);
    public static readonly PgType Int2 = Get(21);
    public static readonly PgType Int2Vector = Get(22);
    public static readonly PgType Int4 = Get(23);
    public static readonly PgType RegProc = Get(24);
    public static readonly PgType Text = Get(25);
    public static readonly PgType Oid = Get(26);
    public static readonly PgType Tid = Get(27);
    public static readonly PgType Xid = Get(28);
    public static readonly PgType OidVector = Get(30);
    public static readonly PgType Json = Get(114);
    public static readonly PgType Float4 = Get(700);
    public static readonly PgType Float8 = Get(701);
    public static readonly PgType Unknown = Get(705);
    public static readonly PgType BpChar = Get(1042);
    public static readonly PgType Varchar = Get(1043);
    public static readonly PgType Date = Get(1082);
    public static readonly PgType Time = Get(1083);
    public static readonly PgType Timestamp = Get(1114);
    public static readonly PgType TimestampTz = Get(1184);
    public static readonly PgType Interval = Get(1186);
    public static readonly PgType TimeTz = Get(1266);
    public static readonly PgType Bit = Get(1560);
    public static readonly PgType VarBit = Get(1562);
    public static readonly PgType Numeric = Get(1700);
    public static readonly PgType RegClass = Get(2205);
    public static readonly PgType RegType = Get(2206);
    public static readonly PgType Record = Get(2249);
    public static readonly PgType CString = Get(2275);
    public static readonly PgType Any = Get(2276);
    public static readonly PgType AnyArray = Get(2277);
    public static readonly PgType Void = Get(2278);
    public static readonly PgType AnyElement = Get(2283);
    public static readonly PgType Uuid = Get(2950);
    public static readonly PgType Jsonb = Get(3802);
    public static readonly PgType RegNamespace = Get(4089);
    public static readonly PgType RegRole = Get(4096);
    public static readonly PgType TextArray = Get(1009);
    public static readonly PgType Int4Array = Get(1007);

    /// <summary>The state that percentile_agg gives and approx_percentile reads (TimescaleDB's toolkit).</summary>
    public static readonly PgType UddSketch = Get(16200);

    /// <summary>The state that approx_count_distinct gives and distinct_count reads (TimescaleDB's toolkit).</summary>
    public static readonly PgType HyperLogLog = Get(16201);

    public static IEnumerable<PgType> All => ByOids.Values;

    /// <summary>The type of an OID that is known to exist.</summary>
    public static PgType Get(uint oid) => ByOids[oid];

    public static PgType? TryGet(uint oid) => ByOids.GetValueOrDefault(oid);

    /// <summary>The type of a name in pg_catalog (or an extension), as pg_type spells it.</summary>
    public static PgType? TryGet(string name) => ByNames.GetValueOrDefault(name);

    /// <summary>The array type over an element, or null when there is none. An array of arrays is the array itself, as in PostgreSQL.</summary>
    public static PgType? ArrayOf(PgType element) =>
        element.IsArray ? element : element.ArrayOid == 0 ? null : TryGet(element.ArrayOid);

    /// <summary>The element type of a true array, or null.</summary>
    public static PgType? ElementOf(PgType type) => type.IsArray ? TryGet(type.ElementOid) : null;

    /// <summary>The type below a chain of domains.</summary>
    public static PgType BaseOf(PgType type)
    {
        while (type.Kind == 'd') type = Get(type.BaseOid);
        return type;
    }

    private static bool Load()
    {
        var file = FactFile.Open("pg_type");
        int oid = file.Column("oid"), name = file.Column("typname"), space = file.Column("typnamespace"), kind = file.Column("typtype"),
            category = file.Column("typcategory"), preferred = file.Column("typispreferred"), length = file.Column("typlen"),
            element = file.Column("typelem"), array = file.Column("typarray"), domain = file.Column("typbasetype"),
            relation = file.Column("typrelid"), typmod = file.Column("typmodin");
        for (var i = 0; i < file.RowCount; i++)
        {
            var row = file.Row(i);
            Add(new PgType
            {
                Oid = uint.Parse(row[oid]),
                Name = row[name],
                Namespace = uint.Parse(row[space]),
                Kind = row[kind][0],
                Category = row[category][0],
                IsPreferred = row[preferred] == "t",
                Length = short.Parse(row[length]),
                ElementOid = uint.Parse(row[element]),
                ArrayOid = uint.Parse(row[array]),
                BaseOid = uint.Parse(row[domain]),
                RelationOid = uint.Parse(row[relation]),
                HasTypmod = row[typmod] != "0",
            });
        }
        Add(Opaque(16200, "uddsketch"));
        Add(Opaque(16201, "hyperloglog"));
        return ByOids.Count > 0;
    }

    private static PgType Opaque(uint oid, string name) => new()
    {
        Oid = oid,
        Name = name,
        Namespace = 2200,
        Kind = 'b',
        Category = 'U',
        IsPreferred = false,
        Length = -1,
        ElementOid = 0,
        ArrayOid = 0,
        BaseOid = 0,
        RelationOid = 0,
        HasTypmod = false,
    };

    private static void Add(PgType type)
    {
        ByOids.Add(type.Oid, type);
        // information_schema's types come second and must not hide pg_catalog's.
        ByNames.TryAdd(type.Name, type);
    }
}
