namespace Granary.Grains.Interfaces.Columns;

/// <summary>
/// How much room the columns of a batch took, so that the next builder begins as large: buffers that grow by doubling are
/// written twice, and each new page of memory costs more than filling it. Keeps nothing of the batch alive.
/// </summary>
public sealed class BatchCapacity
{
    private BatchCapacity(ColumnCapacity?[] columns) => Columns = columns;

    internal ColumnCapacity?[] Columns { get; }

    /// <summary>The room of a batch.</summary>
    /// <param name="batch">Such as the last one filled.</param>
    public static BatchCapacity Of(ColumnBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new BatchCapacity([.. batch.Columns.Select(ColumnCapacity.Of)]);
    }
}
