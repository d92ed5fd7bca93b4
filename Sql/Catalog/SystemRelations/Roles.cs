using System.Globalization;

namespace Granary.Sql.Catalog.SystemRelations;

/// <summary>The roles that there are: the one that logs in, and those that PostgreSQL 15 defines itself.</summary>
internal static class Roles
{
    public const uint LoginOid = 10;
    public const string LoginName = "postgres";

    public static IReadOnlyList<(uint Oid, string Name)> All { get; } =
    [
        (LoginOid, LoginName), (3373, "pg_monitor"), (3374, "pg_read_all_settings"), (3375, "pg_read_all_stats"), (3377, "pg_stat_scan_tables"),
        (4200, "pg_signal_backend"), (4544, "pg_checkpoint"), (4569, "pg_read_server_files"), (4570, "pg_write_server_files"),
        (4571, "pg_execute_server_program"), (6171, "pg_database_owner"), (6181, "pg_read_all_data"), (6182, "pg_write_all_data"),
    ];

    /// <summary>The template of pg_get_userbyid.</summary>
    public static string NameOfOid { get; } =
        $"(CASE {{0}} {string.Join(' ', All.Select(r => $"WHEN {r.Oid} THEN '{r.Name}'"))} ELSE 'unknown (OID=' || CAST({{0}} AS VARCHAR) || ')' END)";

    /// <summary>The rows of pg_roles.</summary>
    public static IEnumerable<Dictionary<string, string?>> Rows() => All.Select(role =>
    {
        var isLogin = role.Oid == LoginOid ? "t" : "f";
        return new Dictionary<string, string?>
        {
            ["oid"] = role.Oid.ToString(CultureInfo.InvariantCulture),
            ["rolname"] = role.Name,
            ["rolsuper"] = isLogin,
            ["rolinherit"] = "t",
            ["rolcreaterole"] = isLogin,
            ["rolcreatedb"] = isLogin,
            ["rolcanlogin"] = isLogin,
            ["rolreplication"] = isLogin,
            ["rolconnlimit"] = "-1",
            ["rolpassword"] = "********",
            ["rolbypassrls"] = isLogin,
        };
    });
}
