namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>What the meaning of a date's or a timestamp's text depends on.</summary>
internal interface ITimeContext
{
    /// <summary>`TimeZone`.</summary>
    SessionTimeZone TimeZone { get; }

    /// <summary>The second half of `DateStyle`.</summary>
    DateOrder DateOrder { get; }

    /// <summary>The transaction's start, microseconds since 1970 UTC: what 'now' and 'today' mean.</summary>
    long Now { get; }
}
