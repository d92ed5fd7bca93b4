namespace Granary.Sql.Catalog.Facts;

/// <summary>All configuration parameters of PostgreSQL 15, by name in any case.</summary>
public static class SettingFacts
{
    private static readonly Lazy<IReadOnlyDictionary<string, SettingFact>> Loaded = new(Load);

    /// <summary>The parameters.</summary>
    public static IReadOnlyDictionary<string, SettingFact> ByName => Loaded.Value;

    private static Dictionary<string, SettingFact> Load()
    {
        var file = FactFile.Open("pg_settings");
        int name = file.Column("name"), value = file.Column("setting"), unit = file.Column("unit"), description = file.Column("short_desc"),
            context = file.Column("context"), kind = file.Column("vartype"), minimum = file.Column("min_val"),
            maximum = file.Column("max_val"), choices = file.Column("enumvals");
        var facts = new Dictionary<string, SettingFact>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < file.RowCount; i++)
        {
            var row = file.Row(i);
            var fact = new SettingFact
            {
                Name = row[name],
                Value = FactFile.Decode(row[value]) ?? "",
                Unit = FactFile.Decode(row[unit]),
                Description = FactFile.Decode(row[description]) ?? "",
                Context = row[context],
                Kind = row[kind],
                Minimum = Number(row[minimum]),
                Maximum = Number(row[maximum]),
                Choices = ChoicesOf(FactFile.Decode(row[choices])),
            };
            facts[fact.Name] = fact;
        }

        return facts;
    }

    private static double? Number(string field) => field == "\\N" ? null : double.Parse(field);

    private static string[] ChoicesOf(string? array) =>
        array is null ? [] : [.. array.Trim('{', '}').Split(',').Select(choice => choice.Trim('"'))];
}
