using Granary.Sql.Catalog;

namespace Granary.Sql.Resolving;

/// <summary>What resolving a statement needs to know about its session, the tables among it.</summary>
internal sealed record ResolvingSession(SessionContext Context, ICatalog Catalog)
{
    public string UserName => Context.User;

    public IReadOnlyList<string> SearchPath => Context.SearchPath;

    public string TimeZone => Context.TimeZone;

    /// <summary>Whether a constant such as 'now' or 'today' was met.</summary>
    public bool HasReadClock { get; private set; }

    /// <summary>The transaction's start in microseconds since 1970 UTC, for constants such as 'now' and 'today'.</summary>
    public long ReadClock()
    {
        HasReadClock = true;
        return Context.TransactionTime;
    }
}
