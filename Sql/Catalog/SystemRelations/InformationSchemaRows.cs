using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Typing;

namespace Granary.Sql.Catalog.SystemRelations;

/// <summary>The rows of information_schema: users' tables and the system's relations.</summary>
internal static class InformationSchemaRows
{
    private static readonly string[] Schemas = ["pg_catalog", "information_schema", "public"];
    private static readonly string[] Privilege = ["SELECT", "INSERT"];

    public static IEnumerable<Dictionary<string, string?>> Of(string view, ResolvingSession session) => view switch
    {
        "schemata" => Schemas.Select(s => new Dictionary<string, string?>
        {
            ["catalog_name"] = session.Context.Database,
            ["schema_name"] = s,
            ["schema_owner"] = s == "public" ? "pg_database_owner" : "postgres",
        }),
        "tables" => Relations(session).Select(r => new Dictionary<string, string?>
        {
            ["table_catalog"] = session.Context.Database,
            ["table_schema"] = r.Schema,
            ["table_name"] = r.Name,
            ["table_type"] = r.IsSystem && FactFile.TryOpen(r.Name) is null ? "VIEW" : "BASE TABLE",
            ["is_insertable_into"] = r.IsSystem ? "NO" : "YES",
            ["is_typed"] = "NO",
        }),
        "columns" => Relations(session).SelectMany(r => r.Columns.Select((c, i) => Column(session, r, c, i))),
        "character_sets" => [new Dictionary<string, string?>
        {
            ["character_set_name"] = "UTF8",
            ["character_repertoire"] = "UCS",
            ["form_of_use"] = "UTF8",
            ["default_collate_catalog"] = session.Context.Database,
            ["default_collate_schema"] = "pg_catalog",
            ["default_collate_name"] = "C.UTF-8",
        }],
        "information_schema_catalog_name" => [new Dictionary<string, string?> { ["catalog_name"] = session.Context.Database }],
        "enabled_roles" or "applicable_roles" => [new Dictionary<string, string?> { ["role_name"] = "postgres" }],
        "table_privileges" or "role_table_grants" => Privileges(session),
        _ => [],
    };

    private static IEnumerable<Relation> Relations(ResolvingSession session) =>
        session.Catalog.Tables.Select(Relation.Of).Concat(SystemRelationColumns.All);

    private static Dictionary<string, string?> Column(ResolvingSession session, Relation relation, RelationColumn column, int index)
    {
        var type = PgTypes.BaseOf(column.Type);
        var isTime = type.Category == 'D';
        return new Dictionary<string, string?>
        {
            ["table_catalog"] = session.Context.Database,
            ["table_schema"] = relation.Schema,
            ["table_name"] = relation.Name,
            ["column_name"] = column.Name,
            ["ordinal_position"] = DatabaseRows.Text(index + 1),
            ["is_nullable"] = column.IsNotNull ? "NO" : "YES",
            ["data_type"] = type.IsArray ? "ARRAY" : TypeNames.Format(type),
            ["character_maximum_length"] = type == PgTypes.Varchar && column.Typmod >= 0 ? DatabaseRows.Text(column.Typmod - ColumnTypes.HeaderSize) : null,
            ["character_octet_length"] = type.IsString ? "1073741824" : null,
            ["numeric_precision"] = type.Oid switch { 21 => "16", 23 => "32", 20 => "64", 700 => "24", 701 => "53", _ => null },
            ["numeric_precision_radix"] = type.Oid is 20 or 21 or 23 or 700 or 701 ? "2" : type.Oid == 1700 ? "10" : null,
            ["numeric_scale"] = type.Oid is 20 or 21 or 23 ? "0" : null,
            ["datetime_precision"] = isTime ? type == PgTypes.Date ? "0" : "6" : null,
            ["udt_catalog"] = session.Context.Database,
            ["udt_schema"] = "pg_catalog",
            ["udt_name"] = type.Name,
            ["dtd_identifier"] = DatabaseRows.Text(index + 1),
            ["is_self_referencing"] = "NO",
            ["is_identity"] = "NO",
            ["identity_cycle"] = "NO",
            ["is_generated"] = "NEVER",
            ["is_updatable"] = relation.IsSystem ? "NO" : "YES",
        };
    }

    private static IEnumerable<Dictionary<string, string?>> Privileges(ResolvingSession session) =>
        session.Catalog.Tables.SelectMany(t => Privilege.Select(privilege => new Dictionary<string, string?>
        {
            ["grantor"] = "postgres",
            ["grantee"] = "postgres",
            ["table_catalog"] = session.Context.Database,
            ["table_schema"] = t.Schema,
            ["table_name"] = t.Definition.Name,
            ["privilege_type"] = privilege,
            ["is_grantable"] = "YES",
            ["with_hierarchy"] = privilege == "SELECT" ? "YES" : "NO",
        }));
}
