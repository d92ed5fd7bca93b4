using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;

namespace Granary.Sql.Catalog.SystemRelations;

/// <summary>The schemas that there are, and which relations a session names without a schema.</summary>
internal static class Schemas
{
    private const string CatalogName = "pg_catalog";

    /// <summary>OID and name of each.</summary>
    public static IReadOnlyList<(uint Oid, string Name)> All { get; } = Load("pg_namespace", "oid", "nspname");

    public static uint? OidOf(string name) => All.FirstOrDefault(s => s.Name == name) is { Oid: > 0 and var oid } ? oid : null;

    /// <summary>The relations that pg_table_is_visible denies.</summary>
    public static IEnumerable<uint> HiddenRelations(ResolvingSession session)
    {
        var searched = session.SearchPath.Append(CatalogName).ToHashSet(StringComparer.Ordinal);
        var hidden = All.Where(s => !searched.Contains(s.Name)).Select(s => s.Oid.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
        return Load("pg_class", "oid", "relnamespace").Where(r => hidden.Contains(r.Name)).Select(r => r.Oid)
            .Concat(session.Catalog.Tables.Where(t => !searched.Contains(t.Schema)).Select(t => t.Oid));
    }

    private static List<(uint Oid, string Name)> Load(string fact, string oid, string name)
    {
        var file = FactFile.Open(fact);
        var (first, second) = (file.Column(oid), file.Column(name));
        return [.. Enumerable.Range(0, file.RowCount).Select(file.Row).Select(r => (uint.Parse(r[first], System.Globalization.CultureInfo.InvariantCulture), FactFile.Decode(r[second]) ?? ""))];
    }
}
