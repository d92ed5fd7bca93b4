using Granary.Grains.Interfaces.Tables;

namespace Granary.Sql.Catalog;

/// <summary>A catalogue that holds the built-in tables in the schema public and nothing else.</summary>
public sealed class BuiltInCatalog(string databaseName) : ICatalog
{
    // OIDs of users' objects start above 16384: clients tell them from the system's by that.
    private const uint FirstOid = 16400;
    private static readonly CatalogTable[] BuiltIn =
        [.. BuiltInTables.All.Select((schema, index) => new CatalogTable(FirstOid + (uint)index * 10, "public", schema))];

    /// <inheritdoc/>
    public string DatabaseName { get; } = databaseName;

    /// <inheritdoc/>
    public IReadOnlyList<CatalogTable> Tables => BuiltIn;

    /// <inheritdoc/>
    public CatalogTable? Find(string schema, string name) =>
        schema == "public" ? Array.Find(BuiltIn, table => table.Definition.Name == name) : null;

    /// <inheritdoc/>
    public bool HasSchema(string schema) => schema == "public";
}
