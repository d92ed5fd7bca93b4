using Granary.Sql.Catalog;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Resolving;

/// <summary>An INSERT that is resolved.</summary>
internal sealed record ResolvedInsert(Relation Table, IReadOnlyList<int> ColumnIndexes)
{
    /// <summary>The rows when each value is plain; then there is no <see cref="Source"/>.</summary>
    public IReadOnlyList<IReadOnlyList<PlainValue>>? PlainRows { get; init; }

    /// <summary>The query that makes the rows, its columns cast to those of the table.</summary>
    public ResolvedQuery? Source { get; init; }

    /// <summary>RETURNING as a query over the rows stored.</summary>
    public ResolvedQuery? Returning { get; init; }

    /// <summary>The stored rows in <see cref="Returning"/>.</summary>
    public TableEntry? ReturningEntry { get; init; }
}
