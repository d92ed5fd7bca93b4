using Granary.Gateway.Postgres.Sessions;
using Granary.Gateway.Postgres.Settings;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Transactions;

/// <summary>
/// A session's transaction: its state as PostgreSQL keeps it, the rows and notifications that wait for COMMIT, and what a
/// rollback puts back. One user: the session.
/// </summary>
internal sealed class Transaction(SessionSettings settings, PendingRows rows, TimeProvider time, Func<bool> isReadOnlyByDefault)
{
    private const int MaxSavepoints = 10_000;
    private const int MaxNotifications = 10_000;

    private readonly List<Savepoint> _savepoints = [];
    private readonly List<Notification> _notifications = [];
    private SessionSettings.Layers? _settingsBefore;

    public TransactionStatus Status { get; private set; }

    /// <summary>Microseconds since 1970 UTC: what now() says.</summary>
    public long StartTime { get; private set; }

    public bool IsReadOnly { get; private set; }

    /// <summary>Whether a statement has read or written in it; then its modes are fixed.</summary>
    public bool HasRunStatement { get; set; }

    public PendingRows Rows { get; } = rows;

    public bool IsInBlock => Status is TransactionStatus.Block or TransactionStatus.Failed;

    /// <summary>The letter that ReadyForQuery carries.</summary>
    public byte Letter => Status switch
    {
        TransactionStatus.Block => (byte)'T',
        TransactionStatus.Failed => (byte)'E',
        _ => (byte)'I',
    };

    /// <summary>Opens the implicit transaction of a message, if none is open.</summary>
    public void BeginImplicit()
    {
        if (Status == TransactionStatus.Idle) Open(TransactionStatus.Implicit);
    }

    /// <summary>Makes the open implicit transaction a block: BEGIN.</summary>
    public void BeginBlock() => Status = TransactionStatus.Block;

    /// <summary>Opens the transaction of AND CHAIN, with the modes of the one before.</summary>
    public void BeginChained(bool isReadOnly)
    {
        Open(TransactionStatus.Block);
        SetReadOnly(isReadOnly);
    }

    /// <summary>SET TRANSACTION READ ONLY | READ WRITE; 25001 for the latter once something has run read only.</summary>
    public void SetReadOnly(bool isReadOnly)
    {
        if (!isReadOnly && IsReadOnly && HasRunStatement)
            throw new GranaryException(ErrorKind.Invalid, SqlState.ActiveSqlTransaction, "transaction read-write mode must be set before any query");
        IsReadOnly = isReadOnly;
        settings.Set(SettingNames.TransactionReadOnly, isReadOnly ? "on" : "off", isLocal: true);
    }

    /// <summary>A statement has failed: an implicit transaction is rolled back, a block waits for its end.</summary>
    public ValueTask FailAsync()
    {
        if (Status == TransactionStatus.Implicit) return RollBackAsync();
        if (Status == TransactionStatus.Block) Status = TransactionStatus.Failed;
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes its rows and ends it. When the write fails it stays open, to be rolled back.</summary>
    /// <returns>The notifications to deliver.</returns>
    public async ValueTask<IReadOnlyList<Notification>> CommitAsync(CancellationToken cancellationToken)
    {
        if (!Rows.IsEmpty) await Rows.CommitAsync(cancellationToken);
        IReadOnlyList<Notification> notifications = _notifications.Count == 0 ? [] : [.. _notifications];
        settings.DropLocal();
        Close();
        return notifications;
    }

    /// <summary>Ends it and puts everything back.</summary>
    public ValueTask RollBackAsync()
    {
        if (_settingsBefore is not null) settings.Restore(_settingsBefore);
        Close();
        return Rows.ClearAsync();
    }

    public void Notify(Notification notification)
    {
        if (_notifications.Contains(notification)) return;
        if (_notifications.Count >= MaxNotifications)
            throw new GranaryException(ErrorKind.Exhausted, SqlState.ProgramLimitExceeded, $"a transaction can send at most {MaxNotifications} notifications");
        _notifications.Add(notification);
    }

    public void SetSavepoint(string name, long portalsMark)
    {
        if (_savepoints.Count >= MaxSavepoints)
            throw new GranaryException(ErrorKind.Exhausted, SqlState.ProgramLimitExceeded, $"a transaction can have at most {MaxSavepoints} savepoints");
        _savepoints.Add(new Savepoint(name, Rows.Mark, portalsMark, _notifications.Count, settings.Remember(), IsReadOnly));
    }

    /// <summary>RELEASE: the savepoint and those after it are no more; what was done since stays.</summary>
    public void ReleaseSavepoint(string name)
    {
        var index = Find(name);
        _savepoints.RemoveRange(index, _savepoints.Count - index);
    }

    /// <summary>ROLLBACK TO: what was done since is no more; the savepoint stays.</summary>
    /// <returns>The savepoint's mark of the portals: those behind it are to be closed.</returns>
    public long RollBackTo(string name)
    {
        var index = Find(name);
        var savepoint = _savepoints[index];
        _savepoints.RemoveRange(index + 1, _savepoints.Count - index - 1);
        Rows.CutBack(savepoint.RowsMark);
        _notifications.RemoveRange(savepoint.NotificationCount, _notifications.Count - savepoint.NotificationCount);
        settings.Restore(savepoint.Settings);
        IsReadOnly = savepoint.IsReadOnly;
        Status = TransactionStatus.Block;
        return savepoint.PortalsMark;
    }

    public static long Microseconds(TimeProvider time) => (time.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private int Find(string name)
    {
        var index = _savepoints.FindLastIndex(savepoint => savepoint.Name == name);
        return index >= 0 ? index
            : throw new GranaryException(ErrorKind.Invalid, SqlState.InvalidSavepointSpecification, $"savepoint \"{name}\" does not exist");
    }

    private void Open(TransactionStatus status)
    {
        Status = status;
        StartTime = Microseconds(time);
        _settingsBefore = settings.Remember();
        HasRunStatement = false;
        IsReadOnly = isReadOnlyByDefault();
    }

    private void Close()
    {
        Status = TransactionStatus.Idle;
        _settingsBefore = null;
        IsReadOnly = false;
        if (_savepoints.Count > 0) _savepoints.Clear();
        if (_notifications.Count > 0) _notifications.Clear();
    }
}
