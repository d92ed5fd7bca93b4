namespace Granary.Gateway.Postgres.Transactions;

/// <summary>Where a session's transaction stands.</summary>
internal enum TransactionStatus
{
    /// <summary>None is open.</summary>
    Idle = 0,

    /// <summary>One is open for a single message string or pipeline, and ends with it.</summary>
    Implicit,

    /// <summary>BEGIN opened one.</summary>
    Block,

    /// <summary>A statement in a block failed; only its end is accepted.</summary>
    Failed,
}
