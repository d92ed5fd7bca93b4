namespace Granary.Engine.WriteAheadLog;

/// <summary>What a record in a log file is. Stored on disk: never renumber.</summary>
internal enum WalRecordKind : byte
{
    /// <summary>Not set: no record.</summary>
    Unspecified = 0,
    /// <summary>A statement's rows.</summary>
    Rows = 1,
    /// <summary>The file ends here; its successor goes on.</summary>
    End = 2,
}
