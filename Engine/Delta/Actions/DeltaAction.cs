namespace Granary.Engine.Delta.Actions;

/// <summary>One line of a commit, one row of a log checkpoint: a closed family. What Granary doesn't know is left out on reading.</summary>
internal abstract record DeltaAction
{
    private DeltaAction()
    {
    }

    /// <summary>What a reader and a writer must understand to touch the table.</summary>
    public sealed record Protocol(int MinReaderVersion, int MinWriterVersion) : DeltaAction
    {
        public IReadOnlyList<string> ReaderFeatures { get; init; } = [];

        public IReadOnlyList<string> WriterFeatures { get; init; } = [];
    }

    /// <summary>The table's schema and settings.</summary>
    public sealed record Metadata(string Id, string SchemaString) : DeltaAction
    {
        public string? Name { get; init; }

        public IReadOnlyList<string> PartitionColumns { get; init; } = [];

        public IReadOnlyDictionary<string, string> Configuration { get; init; } = EmptyStrings;

        public long? CreatedTime { get; init; }
    }

    /// <summary>A segment that is live from this version on.</summary>
    /// <param name="Path">Relative to the table's root, not percent-encoded.</param>
    /// <param name="SizeInBytes">The object's size.</param>
    /// <param name="ModificationTime">Milliseconds since 1970.</param>
    /// <param name="DataChange">False when the rows were in the table before (compaction).</param>
    public sealed record Add(string Path, long SizeInBytes, long ModificationTime, bool DataChange) : DeltaAction
    {
        public IReadOnlyDictionary<string, string?> PartitionValues { get; init; } = EmptyValues;

        /// <summary>The statistics in the log's own JSON; null when the writer gave none.</summary>
        public string? Stats { get; init; }

        public IReadOnlyDictionary<string, string> Tags { get; init; } = EmptyStrings;

        /// <summary>Rows of the file are deleted by a bitmap, which Granary can't read.</summary>
        public bool HasDeletionVector { get; init; }
    }

    /// <summary>A segment that is not live from this version on: a tombstone.</summary>
    public sealed record Remove(string Path, long DeletionTimestamp, bool DataChange) : DeltaAction
    {
        public long? SizeInBytes { get; init; }

        public IReadOnlyDictionary<string, string?> PartitionValues { get; init; } = EmptyValues;
    }

    /// <summary>How far a writer has come: all its work up to the version is in.</summary>
    public sealed record Transaction(string AppId, long Version) : DeltaAction
    {
        public long? LastUpdated { get; init; }
    }

    /// <summary>Who committed what; the nonce tells one's own commit from another's.</summary>
    public sealed record CommitInfo(long Timestamp, string Operation, string? Nonce) : DeltaAction
    {
        public string? EngineInfo { get; init; }

        /// <summary>Which appends a repeat must not store again; Granary's own field.</summary>
        public string? Appends { get; init; }
    }

    private static readonly Dictionary<string, string> EmptyStrings = [];

    private static readonly Dictionary<string, string?> EmptyValues = [];
}
