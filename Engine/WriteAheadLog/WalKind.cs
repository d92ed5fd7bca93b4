namespace Granary.Engine.WriteAheadLog;

/// <summary>Where the write-ahead log lies.</summary>
public enum WalKind
{
    /// <summary>Not set: refused.</summary>
    Unspecified = 0,
    /// <summary>`file`: a directory of this process alone. Rows survive the process, not the loss of its disk.</summary>
    File = 1,
    /// <summary>`postgres`: a table in the configuration database, shared by all silos. Rows survive the loss of a silo with its disk.</summary>
    Postgres = 2,
}
