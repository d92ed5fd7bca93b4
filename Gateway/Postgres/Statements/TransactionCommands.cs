using Granary.Gateway.Postgres.Sessions;
using Granary.Gateway.Postgres.Settings;
using Granary.Gateway.Postgres.Transactions;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>BEGIN, COMMIT, ROLLBACK, savepoints, transaction modes and LOCK.</summary>
internal sealed class TransactionCommands(SessionScope scope)
{
    private Transaction Transaction => scope.Transaction;

    public StatementResult Begin(BeginStatement begin)
    {
        if (Transaction.Status == TransactionStatus.Block)
            scope.Notice("WARNING", SqlState.ActiveSqlTransaction, "there is already a transaction in progress");
        // modes that are refused leave no block open
        Apply(begin.Modes);
        Transaction.BeginBlock();
        return StatementResult.Done(begin.IsStart ? "START TRANSACTION" : "BEGIN");
    }

    /// <summary>COMMIT and ROLLBACK.</summary>
    public async ValueTask<StatementResult> EndAsync(bool andChain, bool isCommit)
    {
        var tag = isCommit ? "COMMIT" : "ROLLBACK";
        if (!Transaction.IsInBlock)
        {
            if (andChain) throw NotInBlock(tag + " AND CHAIN");
            scope.Notice("WARNING", SqlState.NoActiveSqlTransaction, "there is no transaction in progress");
        }

        var (isReadOnly, hadFailed) = (Transaction.IsReadOnly, Transaction.Status == TransactionStatus.Failed);
        if (isCommit && !hadFailed) await CommitAsync();
        else await RollBackAsync();
        if (andChain) Transaction.BeginChained(isReadOnly);
        return StatementResult.Done(hadFailed ? "ROLLBACK" : tag);
    }

    /// <summary>Commits; a failure rolls back.</summary>
    public async ValueTask CommitAsync()
    {
        try
        {
            // a block may hold many rows
            if (Transaction.IsInBlock) await SocketThread.LeaveAsync();
            await MaterializeHeldAsync();
            var notifications = await Transaction.CommitAsync(scope.Cancellation.Token);
            foreach (var notification in notifications) scope.Services.Notifications.Notify(notification);
        }
        catch
        {
            await RollBackAsync();
            throw;
        }

        await scope.Portals.RemoveAllAsync(keepHeld: true);
    }

    public StatementResult Savepoint(SavepointStatement savepoint)
    {
        CheckInBlock("SAVEPOINT");
        Transaction.SetSavepoint(savepoint.Name, scope.Portals.Mark);
        return StatementResult.Done("SAVEPOINT");
    }

    public StatementResult Release(ReleaseSavepointStatement release)
    {
        CheckInBlock("RELEASE SAVEPOINT");
        Transaction.ReleaseSavepoint(release.Name);
        return StatementResult.Done("RELEASE");
    }

    public async ValueTask<StatementResult> RollBackToAsync(RollbackToSavepointStatement back)
    {
        CheckInBlock("ROLLBACK TO SAVEPOINT");
        await scope.Portals.RemoveSinceAsync(Transaction.RollBackTo(back.Name));
        return StatementResult.Done("ROLLBACK");
    }

    /// <summary>SET TRANSACTION and SET SESSION CHARACTERISTICS.</summary>
    public StatementResult SetModes(SetTransactionStatement set)
    {
        if (set.Snapshot is not null) throw SettingErrors.Unsupported("snapshots can't be imported");
        if (set.IsSessionCharacteristics)
        {
            var modes = set.Modes;
            if (modes.Isolation != IsolationLevel.Unspecified) scope.Settings.Set(SettingNames.DefaultIsolation, NameOf(modes.Isolation), isLocal: false);
            if (modes.IsReadOnly is { } isReadOnly) scope.Settings.Set(SettingNames.DefaultReadOnly, isReadOnly ? "on" : "off", isLocal: false);
            if (modes.IsDeferrable is { } isDeferrable) scope.Settings.Set(SettingNames.DefaultDeferrable, isDeferrable ? "on" : "off", isLocal: false);
        }
        else if (Transaction.IsInBlock)
        {
            Apply(set.Modes);
        }
        else
        {
            scope.Notice("WARNING", SqlState.NoActiveSqlTransaction, "SET TRANSACTION can only be used in transaction blocks");
        }

        return StatementResult.Done("SET");
    }

    /// <summary>LOCK TABLE: the modes that only keep a table from being changed or dropped hold as it is; the others would keep writers out.</summary>
    public StatementResult Lock(LockStatement locking)
    {
        CheckInBlock("LOCK TABLE");
        if (locking.Mode is not ("ACCESS SHARE" or "ROW SHARE" or "ROW EXCLUSIVE"))
            throw new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, $"LOCK TABLE in {locking.Mode} mode is not supported: writers don't wait for each other")
            {
                Hint = "Rows are only ever added; let readers take the newest row of an id.",
                Position = locking.Position,
            };
        return StatementResult.Done("LOCK TABLE");
    }

    public static GranaryException NoTwoPhaseCommit() =>
        new(ErrorKind.Unsupported, SqlState.FeatureNotSupported, "two-phase commit is not supported") { Hint = "Use COMMIT." };

    private void Apply(TransactionModes modes)
    {
        if (modes.Isolation != IsolationLevel.Unspecified)
        {
            if (Transaction.HasRunStatement && scope.Settings.Get(SettingNames.TransactionIsolation) != NameOf(modes.Isolation))
                throw new GranaryException(ErrorKind.Invalid, SqlState.ActiveSqlTransaction, "SET TRANSACTION ISOLATION LEVEL must be called before any query");
            scope.Settings.Set(SettingNames.TransactionIsolation, NameOf(modes.Isolation), isLocal: true);
        }

        if (modes.IsReadOnly is { } isReadOnly) Transaction.SetReadOnly(isReadOnly);
        if (modes.IsDeferrable is { } isDeferrable) scope.Settings.Set(SettingNames.TransactionDeferrable, isDeferrable ? "on" : "off", isLocal: true);
    }

    private async ValueTask RollBackAsync()
    {
        await Transaction.RollBackAsync();
        await scope.Portals.RemoveAllAsync(keepHeld: true);
    }

    // a cursor WITH HOLD outlives its transaction: what it still has to give is taken now
    private async ValueTask MaterializeHeldAsync()
    {
        foreach (var portal in scope.Portals.All)
            if (portal is { IsHeld: true, Reader: { } reader }) await reader.MaterializeAsync(scope.Services.Options.MaxTransactionBytes, scope.Cancellation.Token);
    }

    private void CheckInBlock(string command)
    {
        if (!Transaction.IsInBlock) throw NotInBlock(command);
    }

    private static GranaryException NotInBlock(string command) =>
        new(ErrorKind.Invalid, SqlState.NoActiveSqlTransaction, $"{command} can only be used in transaction blocks");

    private static string NameOf(IsolationLevel level) => level switch
    {
        IsolationLevel.ReadUncommitted => "read uncommitted",
        IsolationLevel.RepeatableRead => "repeatable read",
        IsolationLevel.Serializable => "serializable",
        _ => "read committed",
    };
}
