using Granary.Sql.Syntax;

namespace Granary.Sql;

/// <summary>PostgreSQL's language: a parsed statement in, a resolved one out. Pure; safe for many threads; may cache by text.</summary>
public interface ISqlFrontEnd
{
    /// <summary>
    /// Resolves every name and type of a SELECT, VALUES, TABLE or INSERT. Throws `GranaryException` with PostgreSQL's SQLSTATE,
    /// words and position; 0A000 for what is valid in PostgreSQL and not offered.
    /// </summary>
    /// <param name="statement">The statement's tree.</param>
    /// <param name="parameterOids">Types that the client declared for `$1…`; 0 or 705 (unknown) or missing: to be inferred.</param>
    /// <param name="session">The session.</param>
    PreparedQuery Prepare(Statement statement, IReadOnlyList<uint> parameterOids, SessionContext session);
}
