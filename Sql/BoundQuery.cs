using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Query;

namespace Granary.Sql;

/// <summary>A statement with everything put in: either rows that are known already, or a request for the silo.</summary>
public abstract record BoundQuery
{
    private BoundQuery()
    {
    }

    /// <summary>The rows are known without the engine (`SELECT 1`, plain VALUES).</summary>
    /// <param name="Batch">The rows in the result's (or the INSERT's source) columns.</param>
    public sealed record Rows(ColumnBatch Batch) : BoundQuery;

    /// <summary>The silo computes the rows.</summary>
    /// <param name="Request">What to run.</param>
    public sealed record Engine(QueryRequest Request) : BoundQuery;
}
