namespace Granary.Silo.Resources;

/// <summary>One division of the memory, so that no two parts count on the same bytes. The rest is for encoding, connections and the runtime.</summary>
/// <param name="LimitBytes">All there is.</param>
/// <param name="IngestBytes">Rows between write and flush.</param>
/// <param name="QueryBytes">Statements.</param>
internal sealed record MemoryBudget(long LimitBytes, long IngestBytes, long QueryBytes)
{
    private const long MaxIngestBytes = 4L << 30;

    /// <summary>Divides what there is; a part that the user fixed stays.</summary>
    public static MemoryBudget Divide(long limitBytes, long? ingestBytes, long? queryBytes) => new(
        limitBytes,
        ingestBytes ?? Math.Min(limitBytes / 4, MaxIngestBytes),
        queryBytes ?? limitBytes / 5 * 2);
}
