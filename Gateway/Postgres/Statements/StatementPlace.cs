namespace Granary.Gateway.Postgres.Statements;

/// <summary>What of a session a statement's names and constants depend on when it is resolved.</summary>
/// <param name="Database">The session's database.</param>
/// <param name="SearchPath">The schemas searched, as text.</param>
/// <param name="TimeZone">The time zone that constants are read in.</param>
/// <param name="DateOrder">How the numbers of a date follow each other in constants.</param>
/// <param name="IntervalStyle">How the signs of an interval are read in constants.</param>
internal readonly record struct StatementPlace(string Database, string SearchPath, string TimeZone, DateOrder DateOrder, IntervalStyle IntervalStyle);
