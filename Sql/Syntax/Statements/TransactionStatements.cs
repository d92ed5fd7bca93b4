namespace Granary.Sql.Syntax;

/// <summary>The isolation levels.</summary>
public enum IsolationLevel
{
    Unspecified = 0,
    ReadUncommitted,
    ReadCommitted,
    RepeatableRead,
    Serializable,
}

/// <summary>The modes of a transaction; what was not written is unspecified or null. The last of two wins.</summary>
public sealed record TransactionModes(IsolationLevel Isolation, bool? IsReadOnly, bool? IsDeferrable)
{
    public static TransactionModes None { get; } = new(IsolationLevel.Unspecified, null, null);
}

/// <summary><c>BEGIN</c> or <c>START TRANSACTION</c> (<paramref name="IsStart"/>, which has a command tag of its own).</summary>
public sealed record BeginStatement(int Position, bool IsStart, TransactionModes Modes) : Statement(Position);

/// <summary><c>COMMIT</c> or <c>END</c>.</summary>
public sealed record CommitStatement(int Position, bool AndChain) : Statement(Position);

/// <summary><c>ROLLBACK</c> or <c>ABORT</c>.</summary>
public sealed record RollbackStatement(int Position, bool AndChain) : Statement(Position);

/// <summary><c>SAVEPOINT name</c>.</summary>
public sealed record SavepointStatement(int Position, string Name) : Statement(Position);

/// <summary><c>RELEASE [SAVEPOINT] name</c>.</summary>
public sealed record ReleaseSavepointStatement(int Position, string Name) : Statement(Position);

/// <summary><c>ROLLBACK TO [SAVEPOINT] name</c>.</summary>
public sealed record RollbackToSavepointStatement(int Position, string Name) : Statement(Position);

/// <summary><c>PREPARE TRANSACTION 'id'</c>.</summary>
public sealed record PrepareTransactionStatement(int Position, string TransactionId) : Statement(Position);

/// <summary><c>COMMIT PREPARED 'id'</c>.</summary>
public sealed record CommitPreparedStatement(int Position, string TransactionId) : Statement(Position);

/// <summary><c>ROLLBACK PREPARED 'id'</c>.</summary>
public sealed record RollbackPreparedStatement(int Position, string TransactionId) : Statement(Position);
