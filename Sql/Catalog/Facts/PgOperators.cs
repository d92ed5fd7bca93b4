namespace Granary.Sql.Catalog.Facts;

/// <summary>All operators of PostgreSQL 15 by name.</summary>
internal static class PgOperators
{
    private static readonly Dictionary<string, List<PgOperator>> ByNames = Load();

    /// <summary>The operators of a name, prefix and infix; empty when there are none.</summary>
    public static IReadOnlyList<PgOperator> Named(string name) => ByNames.TryGetValue(name, out var list) ? list : [];

    private static Dictionary<string, List<PgOperator>> Load()
    {
        var file = FactFile.Open("pg_operator");
        int oid = file.Column("oid"), name = file.Column("oprname"), left = file.Column("oprleft"), right = file.Column("oprright"),
            result = file.Column("oprresult"), code = file.Column("oprcode");
        var operators = new Dictionary<string, List<PgOperator>>(128, StringComparer.Ordinal);
        for (var i = 0; i < file.RowCount; i++)
        {
            var row = file.Row(i);
            if (PgTypes.TryGet(uint.Parse(row[result])) is not { } resultType) continue;
            if (!operators.TryGetValue(FactFile.Decode(row[name])!, out var list))
                operators.Add(FactFile.Decode(row[name])!, list = []);
            list.Add(new PgOperator(uint.Parse(row[oid]), FactFile.Decode(row[name])!, PgTypes.TryGet(uint.Parse(row[left])),
                PgTypes.Get(uint.Parse(row[right])), resultType, uint.Parse(row[code])));
        }
        return operators;
    }
}
