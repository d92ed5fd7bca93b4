namespace Granary.Sql.Generating;

/// <summary>format_type: the type's name from a list, the modifier written behind it.</summary>
internal static class FormatTypes
{
    public static string Write(string oid, string typmod, GenerationState state)
    {
        var oids = state.Value(new SessionValue(SessionValueKind.RegistryOids, "regtype"));
        var names = state.Value(new SessionValue(SessionValueKind.RegistryNames, "regtype"));
        var name = $"coalesce({names}[list_position({oids}, {oid})], '???')";
        var length = $"CAST(({typmod}) - 4 AS VARCHAR)";
        var precision = $"CAST(((({typmod}) - 4) >> 16) & 65535 AS VARCHAR) || ',' || CAST((({typmod}) - 4) & 2047 AS VARCHAR)";
        return $"(CASE WHEN {oid} IS NULL THEN NULL WHEN {oid} = 0 THEN '-' WHEN coalesce({typmod}, -1) < 0 THEN {name} "
            + $"WHEN {oid} IN (1043, 1042) THEN replace({name}, 'bpchar', 'character') || '(' || {length} || ')' "
            + $"WHEN {oid} IN (1015, 1014) THEN replace(replace({name}, '[]', ''), 'bpchar', 'character') || '(' || {length} || ')[]' "
            + $"WHEN {oid} = 1700 THEN 'numeric(' || {precision} || ')' "
            + $"WHEN {oid} = 1231 THEN 'numeric(' || {precision} || ')[]' "
            + $"WHEN {oid} IN (1114, 1184, 1083, 1266) THEN regexp_replace({name}, '^(timestamp|time)', '\\1(' || CAST({typmod} AS VARCHAR) || ')') "
            + $"ELSE {name} END)";
    }
}
