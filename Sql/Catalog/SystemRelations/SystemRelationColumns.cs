using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Catalog.SystemRelations;

/// <summary>The relations of pg_catalog and information_schema with exactly PostgreSQL 15's columns.</summary>
internal static class SystemRelationColumns
{
    private static readonly Dictionary<(string Schema, string Name), Relation> ByNames = Load();

    public static Relation? TryGet(string schema, string name) => ByNames.GetValueOrDefault((schema, name));

    public static IEnumerable<Relation> All => ByNames.Values;

    private static Dictionary<(string Schema, string Name), Relation> Load()
    {
        var file = FactFile.Open("columns");
        int schema = file.Column("schema"), relation = file.Column("relation"), oid = file.Column("relation_oid"), name = file.Column("name"),
            type = file.Column("type_oid"), typmod = file.Column("typmod"), notNull = file.Column("not_null");
        var columns = new Dictionary<(string Schema, string Name), (uint Oid, List<RelationColumn> Columns)>();
        for (var i = 0; i < file.RowCount; i++)
        {
            var row = file.Row(i);
            var key = (row[schema], row[relation]);
            if (!columns.TryGetValue(key, out var found)) columns.Add(key, found = (uint.Parse(row[oid]), []));
            found.Columns.Add(new RelationColumn(row[name], PgTypes.Get(uint.Parse(row[type])), int.Parse(row[typmod]), row[notNull] == "t"));
        }
        return columns.ToDictionary(pair => pair.Key, pair => new Relation
        {
            Oid = pair.Value.Oid,
            Schema = pair.Key.Schema,
            Name = pair.Key.Name,
            Columns = pair.Value.Columns,
        });
    }
}
