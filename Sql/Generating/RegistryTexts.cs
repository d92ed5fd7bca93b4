using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Generating;

/// <summary>The text of regclass, regtype and their kin: a look-up of the OID in lists that Bind passes in.</summary>
internal static class RegistryTexts
{
    public static bool IsOne(PgType type) => type.Oid is 24 or 2202 or 2205 or 2206 or 4089 or 4096;

    public static string Write(PgType type, string oid, GenerationState state)
    {
        var oids = state.Value(new SessionValue(SessionValueKind.RegistryOids, type.Name));
        var names = state.Value(new SessionValue(SessionValueKind.RegistryNames, type.Name));
        return $"(CASE WHEN {oid} = 0 THEN '-' ELSE coalesce({names}[list_position({oids}, {oid})], CAST({oid} AS VARCHAR)) END)";
    }
}
