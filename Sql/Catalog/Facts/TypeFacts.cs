namespace Granary.Sql.Catalog.Facts;

/// <summary>PostgreSQL's types by name.</summary>
public static class TypeFacts
{
    /// <summary>The OID of a type, or of the array over it; null when there is none.</summary>
    /// <param name="name">The name in `pg_type`.</param>
    /// <param name="isArray">Whether the array is meant.</param>
    public static uint? OidOf(string name, bool isArray)
    {
        var type = PgTypes.TryGet(name);
        return isArray && type is not null ? PgTypes.ArrayOf(type)?.Oid : type?.Oid;
    }
}
