using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Generating;

/// <summary>The text of regclass, regtype and their kin: a look-up of the OID in lists that Bind passes in.</summary>
internal static class RegistryTexts
{
    public static bool IsOne(PgType type) => type.Oid is 24 or 2202 or 2205 or 2206 or 4089 or 4096;

    /// <summary>The OID that a text names, or the error that PostgreSQL gives.</summary>
    public static string Read(PgType type, string text, GenerationState state)
    {
        var oids = state.Value(new SessionValue(SessionValueKind.RegistryOids, type.Name));
        var names = state.Value(new SessionValue(SessionValueKind.RegistryNames, type.Name));
        var (sqlState, word) = type.Oid == 2205 ? ("42P01", "relation") : type.Oid == 2206 ? ("42704", "type") : ("42883", "object");
        var bare = $"regexp_replace(replace({text}, '\"', ''), '^(public|pg_catalog)\\.', '')";
        return $"(CASE WHEN {text} IS NULL THEN NULL WHEN regexp_full_match({text}, '[0-9]+') THEN CAST({text} AS BIGINT) "
            + $"WHEN list_contains({names}, {bare}) THEN {oids}[list_position({names}, {bare})] "
            + $"ELSE error('SQLSTATE {sqlState}: {word} \"' || {text} || '\" does not exist') END)";
    }

    public static string Write(PgType type, string oid, GenerationState state)
    {
        var oids = state.Value(new SessionValue(SessionValueKind.RegistryOids, type.Name));
        var names = state.Value(new SessionValue(SessionValueKind.RegistryNames, type.Name));
        return $"(CASE WHEN {oid} = 0 THEN '-' ELSE coalesce({names}[list_position({oids}, {oid})], CAST({oid} AS VARCHAR)) END)";
    }
}
