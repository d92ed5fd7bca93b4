namespace Granary.CrashSuite;

/// <summary>How a statement of the load writes.</summary>
internal enum WriteKind
{
    SingleInsert,
    MultiRowInsert,
    PreparedInsert,
    Copy,
    LargeCopy,
    Transaction,
    RolledBack,
    BrokenCopy,
}
