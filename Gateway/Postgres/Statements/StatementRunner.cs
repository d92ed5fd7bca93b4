using System.Diagnostics;
using Granary.Gateway.Postgres.Sessions;
using Granary.Gateway.Postgres.Transactions;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql;
using Granary.Sql.FrontEnd;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>Carries out one statement of a session by handing it to those who know its kind.</summary>
internal sealed class StatementRunner
{
    private readonly SessionScope _scope;
    private readonly QueryCommands _queries;
    private readonly InsertCommands _inserts;
    private readonly TransactionCommands _transactions;
    private readonly SettingCommands _settings;
    private readonly PreparedCommands _prepared;
    private readonly CursorCommands _cursors;
    private readonly NotificationCommands _notifications;
    private readonly CopyCommands _copies;

    public StatementRunner(SessionScope scope, INotificationTarget notificationTarget)
    {
        _scope = scope;
        _settings = new SettingCommands(scope);
        _queries = new QueryCommands(scope, _settings);
        _inserts = new InsertCommands(scope, _queries);
        _transactions = new TransactionCommands(scope);
        _prepared = new PreparedCommands(scope, this);
        _cursors = new CursorCommands(scope, this);
        _notifications = new NotificationCommands(scope, notificationTarget);
        _copies = new CopyCommands(scope, this, _inserts);
    }

    /// <summary>Whether rows are being read, so that a client that goes away need not be waited for. Read from other threads.</summary>
    public bool IsReading => _queries.IsReading;

    public QueryCommands Queries => _queries;

    /// <summary>Commits the open transaction; on failure it is rolled back.</summary>
    public ValueTask CommitAsync() => _transactions.CommitAsync();

    /// <summary>The rows of a text that is one plain INSERT, read without parsing it; null for any other, and when anything in it is doubtful.</summary>
    public PlainInsert? TryDecodePlainInsert(ReadOnlySpan<byte> text) =>
        _scope.Transaction.Status == TransactionStatus.Failed ? null : _inserts.TryDecodePlain(text);

    public ValueTask<StatementResult> InsertPlainAsync(PlainInsert insert)
    {
        _scope.Services.Instruments.Statements.Add(1, new TagList { { "kind", "insert" } });
        return _inserts.InsertPlainAsync(insert);
    }

    /// <summary>Carries a statement out, up to its rows.</summary>
    public ValueTask<StatementResult> RunAsync(in StatementCall call)
    {
        CheckState(call.Syntax);
        _scope.Services.Instruments.Statements.Add(1, new TagList { { "kind", StatementKinds.NameOf(call.Syntax) } });
        return call.Syntax switch
        {
            SelectStatement => _queries.SelectAsync(call),
            InsertStatement => _inserts.InsertAsync(call),
            CopyStatement copy => _copies.CopyAsync(copy),
            BeginStatement begin => new(_transactions.Begin(begin)),
            CommitStatement commit => _transactions.EndAsync(commit.AndChain, isCommit: true),
            RollbackStatement rollback => _transactions.EndAsync(rollback.AndChain, isCommit: false),
            SavepointStatement savepoint => new(_transactions.Savepoint(savepoint)),
            ReleaseSavepointStatement release => new(_transactions.Release(release)),
            RollbackToSavepointStatement back => _transactions.RollBackToAsync(back),
            SetTransactionStatement set => new(_transactions.SetModes(set)),
            SetConstraintsStatement => new(StatementResult.Done("SET CONSTRAINTS")),
            LockStatement locking => new(_transactions.Lock(locking)),
            PrepareTransactionStatement or CommitPreparedStatement or RollbackPreparedStatement => throw TransactionCommands.NoTwoPhaseCommit(),
            SetStatement set => new(_settings.Set(set)),
            ShowStatement show => new(_settings.Show(show)),
            ResetStatement reset => new(_settings.Reset(reset)),
            DiscardStatement discard => _settings.DiscardAsync(discard, _notifications),
            PrepareStatement prepare => new(_prepared.Prepare(prepare)),
            ExecuteStatement execute => _prepared.ExecuteAsync(execute),
            DeallocateStatement deallocate => new(_prepared.Deallocate(deallocate)),
            DeclareCursorStatement declare => _cursors.DeclareAsync(declare),
            FetchStatement fetch => _cursors.FetchAsync(fetch),
            CloseCursorStatement close => _cursors.CloseAsync(close),
            ListenStatement listen => new(_notifications.Listen(listen)),
            UnlistenStatement unlisten => new(_notifications.Unlisten(unlisten)),
            NotifyStatement notify => new(_notifications.Notify(notify)),
            ExplainStatement explain => new(_queries.Explain(explain)),
            UnsupportedStatement unsupported => throw UnsupportedStatements.Refuse(unsupported),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The columns that a statement will give, as far as can be told without carrying it out; null for none.</summary>
    public IReadOnlyList<ResultColumn>? ColumnsOf(ParsedStatement statement, PreparedQuery? query) => statement.Syntax switch
    {
        SelectStatement or InsertStatement => (query ?? _queries.Resolve(statement, [])).Columns,
        ShowStatement show => SettingCommands.ColumnsOf(show),
        ExplainStatement => QueryCommands.ExplainColumns,
        FetchStatement { IsMove: false } fetch => _scope.Portals.GetCursor(fetch.Cursor).Columns,
        ExecuteStatement execute => ColumnsOfPrepared(_scope.Statements.Get(execute.Name)),
        _ => null,
    };

    private IReadOnlyList<ResultColumn>? ColumnsOfPrepared(PreparedStatement prepared) =>
        prepared.Statement is null ? null : ColumnsOf(prepared.Statement, prepared.Query);

    /// <summary>In a failed transaction only its end is accepted.</summary>
    public void CheckState(Statement statement)
    {
        if (_scope.Transaction.Status != TransactionStatus.Failed) return;
        if (statement is CommitStatement or RollbackStatement or RollbackToSavepointStatement or PrepareTransactionStatement) return;
        throw new GranaryException(ErrorKind.Invalid, SqlState.InFailedSqlTransaction,
            "current transaction is aborted, commands ignored until end of transaction block");
    }
}
