using Granary.Grains.Interfaces.Tables;
using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Catalog;

/// <summary>A relation as the resolver sees it: a user's table or a system relation.</summary>
internal sealed class Relation
{
    public required uint Oid { get; init; }
    public required string Schema { get; init; }
    public required string Name { get; init; }
    public required IReadOnlyList<RelationColumn> Columns { get; init; }
    /// <summary>The definition of a user's table; null for a system relation.</summary>
    public TableSchema? Table { get; init; }

    public bool IsSystem => Table is null;

    public static Relation Of(CatalogTable table) => new()
    {
        Oid = table.Oid,
        Schema = table.Schema,
        Name = table.Definition.Name,
        Table = table.Definition,
        Columns = [.. table.Definition.Columns.Select(column =>
            new RelationColumn(column.Name, ColumnTypes.TypeOf(column.Type), ColumnTypes.TypmodOf(column.Type), !column.IsNullable))],
    };
}

/// <summary>A column of a relation.</summary>
internal sealed record RelationColumn(string Name, PgType Type, int Typmod, bool IsNotNull);
