namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>PostgreSQL's four forms of interval output.</summary>
internal enum IntervalStyle
{
    Postgres,
    PostgresVerbose,
    SqlStandard,
    Iso8601,
}
