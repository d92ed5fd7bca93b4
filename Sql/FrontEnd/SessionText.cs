using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.FrontEnd;

/// <summary>
/// A resolved query's text for whoever runs it: a session whose time zone has changed since needs another text. What was a
/// constant when the statement was prepared stays one, as in PostgreSQL. Shared by sessions; a lost race only writes twice.
/// </summary>
internal sealed class SessionText
{
    private readonly IReadOnlyList<TableEntry> _scans;
    private readonly ResolvedQuery _query;
    private volatile StatementText _latest;

    public SessionText(StatementState state, ResolvedQuery query)
    {
        (_scans, _query) = (state.Scans, query);
        _latest = new StatementText(state.Session, _scans, query);
        Columns = _latest.Columns;
    }

    public IReadOnlyList<ResultColumn> Columns { get; }

    public StatementText For(ResolvingSession session)
    {
        var latest = _latest;
        return latest.TimeZone == session.TimeZone ? latest : _latest = new StatementText(session, _scans, _query);
    }
}
