using Granary.Gateway.Postgres.Messages;
using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Gateway.Postgres.Settings;
using Granary.Gateway.Postgres.Statements;
using Granary.Gateway.Postgres.Transactions;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Sessions;

/// <summary>All that belongs to one session, for those who carry out its statements. One user at a time: the session.</summary>
internal sealed class SessionScope : IDisposable
{
    private readonly Func<string, string?> _setting;
    private readonly Func<IReadOnlyList<ProjectId>> _projects;
    private readonly Func<string, IReadOnlyList<KeyValuePair<ProjectId, ColumnBatch>>> _uncommitted;
    private SettingsView? _view;
    private WireContext _wire = WireContext.Default;
    private SettingsView? _wireView;
    private KeptEncoder? _encoder;

    public SessionScope(SessionServices services, SessionIdentity identity, SessionSettings settings, MessageReader input, ClientOutput output)
    {
        (Services, Identity, Settings, Input, Output) = (services, identity, settings, input, output);
        Transaction = new Transaction(settings, new PendingRows(services.Tables, services.Options.MaxTransactionBytes), services.Time, () => View.IsReadOnlyByDefault);
        Cancellation = new StatementCancellation(services.Time);
        _setting = settings.Show;
        _projects = () => Identity.Project is { } own ? [own] : Services.Projects.Projects();
        _uncommitted = Transaction.Rows.Of;
    }

    public SessionServices Services { get; }

    public SessionIdentity Identity { get; }

    public SessionSettings Settings { get; }

    public MessageReader Input { get; }

    public ClientOutput Output { get; }

    public MessageBuffer Buffer => Output.Buffer;

    public Transaction Transaction { get; }

    public StatementCancellation Cancellation { get; }

    public PreparedStatements Statements { get; } = new();

    public Portals Portals { get; } = new();

    /// <summary>Whether the text that is run holds several statements, so that its implicit transaction is like a block.</summary>
    public bool IsMultiStatement { get; set; }

    /// <summary>Microseconds since 1970 UTC: when the message that is handled came.</summary>
    public long StatementTime { get; set; }

    /// <summary>The settings as they are now.</summary>
    public SettingsView View => _view is { } view && view.Version == Settings.Version ? view : _view = new SettingsView(Settings);

    /// <summary>An encoder for a result's rows. The last one is kept for a client that asks the same again.</summary>
    public RowEncoder RentEncoder(IReadOnlyList<ResultColumn> columns, short[] formats)
    {
        if (_encoder is { } kept && ReferenceEquals(kept.Columns, columns) && kept.View == View && kept.Formats.AsSpan().SequenceEqual(formats))
        {
            _encoder = null;
            return kept.Encoder;
        }

        return new RowEncoder(columns, formats, View.Wire);
    }

    /// <summary>Gives an encoder back.</summary>
    public void ReturnEncoder(RowEncoder encoder, IReadOnlyList<ResultColumn> columns, short[] formats)
    {
        _encoder?.Encoder.Dispose();
        _encoder = new KeptEncoder(encoder, columns, formats, View);
    }

    /// <summary>What values depend on, now.</summary>
    public WireContext Wire
    {
        get
        {
            if (_wireView == View && _wire.Now == Transaction.StartTime) return _wire;
            _wireView = View;
            return _wire = View.Wire with { Now = Transaction.StartTime };
        }
    }

    /// <summary>What a statement may know of the session, now.</summary>
    public SessionContext Context() => new()
    {
        Database = Identity.Database,
        User = Identity.User,
        Project = Identity.Project,
        SearchPath = View.SearchPath,
        TimeZone = View.TimeZone,
        TransactionTime = Transaction.StartTime,
        StatementTime = StatementTime,
        BackendPid = Identity.ProcessId,
        StatementTimeout = View.StatementTimeout,
        Projects = _projects,
        Setting = _setting,
        Uncommitted = _uncommitted,
    };

    /// <summary>Tells the client something that isn't an error, if it wants to know.</summary>
    public void Notice(string severity, string sqlState, string message, string? hint = null)
    {
        if (SettingsView.LevelOf(severity) < View.NoticeLevel) return;
        ErrorResponseMessage.WriteNotice(Buffer, new ClientReport(severity, sqlState, message) { Hint = hint });
    }

    public void Dispose()
    {
        Cancellation.Dispose();
        _encoder?.Encoder.Dispose();
    }

    private sealed record KeptEncoder(RowEncoder Encoder, IReadOnlyList<ResultColumn> Columns, short[] Formats, SettingsView View);
}
