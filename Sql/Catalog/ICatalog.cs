using Granary.Grains.Interfaces.Tables;

namespace Granary.Sql.Catalog;

/// <summary>The tables that a statement's session may name. An instance is a fixed view: it does not change while a statement is resolved.</summary>
public interface ICatalog
{
    /// <summary>The database that the session is connected to.</summary>
    string DatabaseName { get; }

    /// <summary>All tables in the order of their OIDs.</summary>
    IReadOnlyList<CatalogTable> Tables { get; }

    /// <summary>A table by its schema and exact name, or null.</summary>
    /// <param name="schema">The schema, such as `public`.</param>
    /// <param name="name">The exact name.</param>
    CatalogTable? Find(string schema, string name);

    /// <summary>Whether a schema exists besides pg_catalog and information_schema.</summary>
    /// <param name="schema">The exact name.</param>
    bool HasSchema(string schema);
}

/// <summary>A user's table.</summary>
/// <param name="Oid">Its OID, above 16384, the same for as long as the table exists.</param>
/// <param name="Schema">The schema that it is in.</param>
/// <param name="Definition">Its columns.</param>
public sealed record CatalogTable(uint Oid, string Schema, TableSchema Definition);
