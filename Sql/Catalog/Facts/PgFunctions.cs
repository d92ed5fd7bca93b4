namespace Granary.Sql.Catalog.Facts;

/// <summary>All functions, aggregates and window functions of PostgreSQL 15 and of the extensions served, by name and OID.</summary>
internal static class PgFunctions
{
    private static readonly Dictionary<string, List<PgFunction>> ByNames = new(3000, StringComparer.Ordinal);
    private static readonly Dictionary<uint, PgFunction> ByOids = new(3400);
    private static readonly bool Loaded = Load();

    /// <summary>The functions of a name; empty when there are none.</summary>
    public static IReadOnlyList<PgFunction> Named(string name) =>
        Loaded && ByNames.TryGetValue(name, out var list) ? list : [];

    public static IEnumerable<PgFunction> All => ByOids.Values;

    public static PgFunction? TryGet(uint oid) => ByOids.GetValueOrDefault(oid);

    private static bool Load()
    {
        var file = FactFile.Open("pg_proc");
        int oid = file.Column("oid"), name = file.Column("proname"), space = file.Column("pronamespace"), kind = file.Column("prokind"),
            strict = file.Column("proisstrict"), set = file.Column("proretset"), volatility = file.Column("provolatile"),
            result = file.Column("prorettype"), arguments = file.Column("proargtypes"), defaults = file.Column("pronargdefaults"),
            variadic = file.Column("provariadic"), names = file.Column("proargnames"), modes = file.Column("proargmodes"),
            all = file.Column("proallargtypes");
        for (var i = 0; i < file.RowCount; i++)
        {
            var row = file.Row(i);
            if (PgTypes.TryGet(uint.Parse(row[result])) is not { } resultType) continue;
            Add(new PgFunction
            {
                Oid = uint.Parse(row[oid]),
                Name = string.Intern(row[name]),
                Namespace = uint.Parse(row[space]),
                Kind = row[kind][0],
                IsStrict = row[strict] == "t",
                ReturnsSet = row[set] == "t",
                Volatility = row[volatility][0],
                ReturnType = resultType,
                Arguments = Types(row[arguments], ' '),
                DefaultCount = int.Parse(row[defaults]),
                VariadicElement = PgTypes.TryGet(uint.Parse(row[variadic])),
                ArgumentNames = row[names] == "\\N" ? [] : Braces(row[names]).Split(',').Select(n => n.Trim('"')).ToArray(),
                ArgumentModes = row[modes] == "\\N" ? "" : Braces(row[modes]).Replace(",", "", StringComparison.Ordinal),
                AllArguments = row[all] == "\\N" ? [] : Types(Braces(row[all]), ','),
            });
        }
        LoadAggregates();
        foreach (var function in ExtensionFunctions.All()) Add(function);
        return true;
    }

    private static void LoadAggregates()
    {
        var file = FactFile.Open("pg_aggregate");
        int function = file.Column("aggfnoid"), kind = file.Column("aggkind"), direct = file.Column("aggnumdirectargs");
        for (var i = 0; i < file.RowCount; i++)
        {
            var row = file.Row(i);
            if (!ByOids.TryGetValue(uint.Parse(row[function]), out var aggregate)) continue;
            aggregate.AggregateKind = row[kind][0];
            aggregate.DirectArgumentCount = int.Parse(row[direct]);
        }
    }

    private static string Braces(string array) => array.Trim('{', '}');

    private static PgType[] Types(string list, char separator)
    {
        if (list.Length == 0) return [];
        var parts = list.Split(separator);
        var types = new PgType[parts.Length];
        for (var i = 0; i < parts.Length; i++) types[i] = PgTypes.TryGet(uint.Parse(parts[i])) ?? PgTypes.Any;
        return types;
    }

    private static void Add(PgFunction function)
    {
        if (!ByNames.TryGetValue(function.Name, out var list)) ByNames.Add(function.Name, list = []);
        list.Add(function);
        ByOids.Add(function.Oid, function);
    }
}
