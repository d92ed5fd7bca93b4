using Granary.Sql.Catalog;

namespace Granary.Sql.Resolving;

/// <summary>What resolving a statement needs to know about its session, the tables among it.</summary>
internal sealed record ResolvingSession(SessionContext Context, ICatalog Catalog)
{
    public string UserName => Context.User;

    public IReadOnlyList<string> SearchPath => Context.SearchPath;

    public string TimeZone => Context.TimeZone;

    /// <summary>The statement's time, for constants such as 'now' and 'today'.</summary>
    public DateTimeOffset StatementTime => DateTimeOffset.UnixEpoch.AddTicks(Context.StatementTime * 10);
}
