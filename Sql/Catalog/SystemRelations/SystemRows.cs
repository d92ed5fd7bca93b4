using System.Collections.Concurrent;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Query;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;

namespace Granary.Sql.Catalog.SystemRelations;

/// <summary>
/// The rows of a system relation as a scan's source: PostgreSQL 15's own rows from the facts, and behind them those that
/// describe this database. A relation that has neither is empty, with its columns.
/// </summary>
internal static class SystemRows
{
    private static readonly ConcurrentDictionary<(uint Relation, int Ordinal), Column> Facts = new();

    public static ScanSource.Rows Of(Relation relation, IReadOnlyCollection<int> used, ResolvingSession session)
    {
        // A scan has to give a column even when none is read.
        var ordinals = used.DefaultIfEmpty(0).ToList();
        var types = ordinals.Select(i => StorageOf(relation.Columns[i])).ToList();
        var names = ordinals.Select(i => relation.Columns[i].Name).ToList();
        var batches = new List<ColumnBatch>();
        var known = ordinals.Select(i => FactColumn(relation, i)).OfType<Column>().ToList();
        if (known.Count == ordinals.Count && known[0].Length > 0) batches.Add(new ColumnBatch(names, known, known[0].Length));
        var rows = DatabaseRows.Of(relation, session).ToList();
        if (rows.Count > 0)
        {
            var builder = new BatchBuilder(names, types);
            foreach (var row in rows)
            {
                for (var i = 0; i < ordinals.Count; i++) FactValues.Append(builder.Columns[i], Value(relation.Columns[ordinals[i]], row));
                builder.EndRow();
            }
            batches.Add(builder.ToBatch());
        }
        return new ScanSource.Rows(names, types, batches);
    }

    // A column that a row doesn't name is NULL, or nothing much where NULL can't be.
    private static string? Value(RelationColumn column, IReadOnlyDictionary<string, string?> row)
    {
        if (row.TryGetValue(column.Name, out var value)) return value;
        if (!column.IsNotNull) return null;
        return StorageOf(column).Kind switch
        {
            TypeKind.Boolean => "f",
            TypeKind.Int16 or TypeKind.Int32 or TypeKind.Int64 or TypeKind.Float32 or TypeKind.Float64 => "0",
            TypeKind.Array => "{}",
            _ => "",
        };
    }

    private static Column? FactColumn(Relation relation, int ordinal)
    {
        if (Facts.TryGetValue((relation.Oid, ordinal), out var known)) return known;
        if (FactFile.TryOpen(relation.Schema == "pg_catalog" ? relation.Name : $"{relation.Schema}.{relation.Name}") is not { } file) return null;
        var column = relation.Columns[ordinal];
        var builder = new ColumnBuilder(StorageOf(column));
        // Facts that were exported by a query stand in the relation's own order.
        var index = file.Columns.Contains(column.Name) ? file.Column(column.Name) : ordinal;
        for (var i = 0; i < file.RowCount; i++) FactValues.Append(builder, FactFile.Decode(file.Row(i)[index]));
        return Facts.GetOrAdd((relation.Oid, ordinal), builder.ToColumn());
    }

    /// <summary>How a system relation's column is stored: object identifiers of all kinds as bigint.</summary>
    private static DataType StorageOf(RelationColumn column) => column.Type.Oid is 24 or 2202 or 2205 or 2206 or 4089 or 4096
        ? DataType.Int64
        : ColumnTypes.ColumnTypeOf(PgTypes.BaseOf(column.Type), -1) ?? DataType.Text;
}
