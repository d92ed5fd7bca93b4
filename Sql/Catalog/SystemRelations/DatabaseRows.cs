using System.Globalization;
using System.Text;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;

namespace Granary.Sql.Catalog.SystemRelations;

/// <summary>The rows of system relations that describe this database: its tables, its one role, itself.</summary>
internal static class DatabaseRows
{
    public const uint PublicSchema = 2200;
    private const string Owner = "10", OwnerName = Roles.LoginName;
    private const string AllProjects = "postgres";

    public static IEnumerable<IReadOnlyDictionary<string, string?>> Of(Relation relation, ResolvingSession session) => (relation.Schema, relation.Name) switch
    {
        ("pg_catalog", "pg_class") => session.Catalog.Tables.Select(Class),
        ("pg_catalog", "pg_attribute") => session.Catalog.Tables.SelectMany(Attributes),
        ("pg_catalog", "pg_database") => Databases(session),
        ("pg_catalog", "pg_roles" or "pg_authid") => Roles.Rows(),
        ("pg_catalog", "pg_user" or "pg_shadow") => [User()],
        ("pg_catalog", "pg_tables") => session.Catalog.Tables.Select(Table),
        ("pg_catalog", "pg_stat_user_tables" or "pg_stat_all_tables" or "pg_statio_user_tables" or "pg_stat_xact_user_tables") => session.Catalog.Tables.Select(Statistics),
        ("pg_catalog", "pg_stat_activity") => [Activity(session)],
        ("information_schema", _) => InformationSchemaRows.Of(relation.Name, session),
        _ => [],
    };

    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Class(CatalogTable table) => new()
    {
        ["oid"] = Text(table.Oid),
        ["relname"] = table.Definition.Name,
        ["relnamespace"] = Text(PublicSchema),
        ["relowner"] = Owner,
        ["relam"] = "2",
        ["relfilenode"] = Text(table.Oid),
        ["reltuples"] = "-1",
        ["relpersistence"] = "p",
        ["relkind"] = "r",
        ["relnatts"] = Text(table.Definition.Columns.Count),
        ["relispopulated"] = "t",
        ["relreplident"] = "d",
    };

    private static IEnumerable<Dictionary<string, string?>> Attributes(CatalogTable table)
    {
        var relation = Relation.Of(table);
        for (var i = 0; i < relation.Columns.Count; i++)
        {
            var column = relation.Columns[i];
            yield return new Dictionary<string, string?>
            {
                ["attrelid"] = Text(table.Oid),
                ["attname"] = column.Name,
                ["atttypid"] = Text(column.Type.Oid),
                ["attstattarget"] = "-1",
                ["attlen"] = Text(column.Type.Length),
                ["attnum"] = Text(i + 1),
                ["attndims"] = column.Type.IsArray ? "1" : "0",
                ["attcacheoff"] = "-1",
                ["atttypmod"] = Text(column.Typmod),
                ["attbyval"] = column.Type.Length is > 0 and <= 8 ? "t" : "f",
                ["attalign"] = column.Type.Length is 8 ? "d" : column.Type.Length is 1 ? "c" : column.Type.Length is 2 ? "s" : "i",
                ["attstorage"] = column.Type.Length > 0 ? "p" : "x",
                ["attcompression"] = "",
                ["attnotnull"] = column.IsNotNull ? "t" : "f",
                ["attidentity"] = "",
                ["attgenerated"] = "",
                ["attislocal"] = "t",
                ["attcollation"] = column.Type.IsString || column.Type == PgTypes.TextArray ? "100" : "0",
            };
        }
    }

    private static IEnumerable<Dictionary<string, string?>> Databases(ResolvingSession session)
    {
        var taken = new HashSet<uint>();
        return session.Context.Projects().Select(p => p.Value).Append(session.Context.Database).Append(AllProjects).Distinct().Order(StringComparer.Ordinal).Select(name => new Dictionary<string, string?>
        {
            ["oid"] = name == AllProjects ? "5" : Text(DatabaseOid(name, taken)),
            ["datname"] = name,
            ["datdba"] = Owner,
            ["encoding"] = "6",
            ["datlocprovider"] = "c",
            ["datallowconn"] = "t",
            ["datconnlimit"] = "-1",
            ["dattablespace"] = "1663",
            ["datcollate"] = "C.UTF-8",
            ["datctype"] = "C.UTF-8",
        });
    }

    // A project's number follows from its name, so that it is the same on every gateway.
    private static uint DatabaseOid(string name, HashSet<uint> taken)
    {
        var oid = 0x4000_0000 | (Crc32C.Compute(Encoding.UTF8.GetBytes(name)) & 0x3FFF_FFFF);
        while (!taken.Add(oid)) oid++;
        return oid;
    }

    private static Dictionary<string, string?> User() => new()
    {
        ["usename"] = OwnerName,
        ["usesysid"] = Owner,
        ["usecreatedb"] = "t",
        ["usesuper"] = "t",
        ["userepl"] = "t",
        ["usebypassrls"] = "t",
        ["passwd"] = "********",
    };

    private static Dictionary<string, string?> Table(CatalogTable table) => new()
    {
        ["schemaname"] = table.Schema,
        ["tablename"] = table.Definition.Name,
        ["tableowner"] = OwnerName,
        ["hasindexes"] = "f",
        ["hasrules"] = "f",
        ["hastriggers"] = "f",
        ["rowsecurity"] = "f",
    };

    private static Dictionary<string, string?> Statistics(CatalogTable table) => new()
    {
        ["relid"] = Text(table.Oid),
        ["schemaname"] = table.Schema,
        ["relname"] = table.Definition.Name,
    };

    private static Dictionary<string, string?> Activity(ResolvingSession session) => new()
    {
        ["datname"] = session.Context.Database,
        ["pid"] = Text(session.Context.BackendPid),
        ["usesysid"] = Owner,
        ["usename"] = session.UserName,
        ["application_name"] = session.Context.Setting("application_name") ?? "",
        ["state"] = "active",
        ["backend_type"] = "client backend",
    };
}
