namespace Granary.Gateway.Postgres.Types;

/// <summary>The session's settings that reading and writing values depend on. Immutable: a session makes a new one when a setting changes.</summary>
internal sealed record WireContext : ITimeContext
{
    /// <summary>UTC, ISO, MDY, the `postgres` interval style.</summary>
    public static readonly WireContext Default = new();

    /// <summary>`TimeZone`.</summary>
    public SessionTimeZone TimeZone { get; init; } = SessionTimeZone.Utc;

    /// <summary>The second half of `DateStyle`: how 01/02/2026 is read. Output is always ISO.</summary>
    public DateOrder DateOrder { get; init; } = DateOrder.MonthDayYear;

    /// <summary>`IntervalStyle`.</summary>
    public IntervalStyle IntervalStyle { get; init; } = IntervalStyle.Postgres;

    /// <summary>`extra_float_digits`; above 0 floats are written in their shortest exact form.</summary>
    public int ExtraFloatDigits { get; init; } = 1;

    /// <summary>Whether `bytea_output` is `escape` and not `hex`.</summary>
    public bool EscapesBytea { get; init; }

    /// <summary>The transaction's start, microseconds since 1970 UTC: what 'now' and 'today' mean.</summary>
    public long Now { get; init; }
}
