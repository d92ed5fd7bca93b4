namespace Granary.Engine.SegmentCache;

/// <summary>One local copy, or one that is being fetched. All members need the cache's lock, except <see cref="Arrival"/>.</summary>
internal sealed class CachedSegment(string name, string fileName, long sizeInBytes, DateTimeOffset recordedUse)
{
    /// <summary>What segment it is.</summary>
    public string Name => name;

    /// <summary>The file of this copy alone.</summary>
    public string FileName => fileName;

    public long SizeInBytes => sizeInBytes;

    /// <summary>Who reads it or waits for it; it is evicted only at zero.</summary>
    public int LeaseCount { get; set; }

    /// <summary>Ends when the file is there, or with why it isn't.</summary>
    public Task Arrival { get; set; } = Task.CompletedTask;

    /// <summary>When its use was last written down in the file's time of access.</summary>
    public DateTimeOffset RecordedUse { get; set; } = recordedUse;

    /// <summary>Removed while leased: the file goes with the last lease.</summary>
    public bool IsDoomed { get; set; }

    /// <summary>Its place in the order of use.</summary>
    public LinkedListNode<CachedSegment>? Place { get; set; }
}
