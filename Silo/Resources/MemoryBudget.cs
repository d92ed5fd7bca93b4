namespace Granary.Silo.Resources;

/// <summary>One division of the memory, so that no two parts count on the same bytes. The rest is for encoding, connections and the runtime.</summary>
/// <param name="LimitBytes">All there is.</param>
/// <param name="IngestBytes">Rows between write and flush.</param>
/// <param name="QueryBytes">Statements.</param>
/// <param name="ReceiveBytes">Large messages of clients.</param>
internal sealed record MemoryBudget(long LimitBytes, long IngestBytes, long QueryBytes, long ReceiveBytes)
{
    private const long MaxIngestBytes = 4L << 30;
    private const long LeastReceiveBytes = 64L << 20;

    /// <summary>Divides what there is; a part that the user fixed stays.</summary>
    public static MemoryBudget Divide(long limitBytes, long? ingestBytes, long? queryBytes, long? receiveBytes) => new(
        limitBytes,
        ingestBytes ?? Math.Min(limitBytes / 4, MaxIngestBytes),
        queryBytes ?? limitBytes / 5 * 2,
        receiveBytes ?? Math.Max(limitBytes / 16, LeastReceiveBytes));
}
