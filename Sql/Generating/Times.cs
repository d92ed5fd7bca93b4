namespace Granary.Sql.Generating;

/// <summary>
/// Time zones in generated text. DuckDB's own session zone is always UTC, so every step between an instant and a local time
/// is written out; for UTC itself it is a step between two names of the same microseconds.
/// </summary>
internal static class Times
{
    public static bool IsUtc(string zone) => zone.ToUpperInvariant() is "UTC" or "ETC/UTC" or "GMT" or "Z" or "ZULU" or "UCT" or "ETC/GMT" or "GREENWICH";

    /// <summary>A timestamptz as the session's local timestamp.</summary>
    public static string ToLocal(string instant, GenerationState state) => ToLocal(instant, state.Session.TimeZone);

    /// <summary>A session's local timestamp as a timestamptz.</summary>
    public static string ToInstant(string local, GenerationState state) => ToInstant(local, state.Session.TimeZone);

    public static string ToLocal(string instant, string zone) =>
        IsUtc(zone) ? $"CAST({instant} AS TIMESTAMP)" : $"timezone({SqlText.Literal(zone)}, {instant})";

    public static string ToInstant(string local, string zone) =>
        IsUtc(zone) ? $"CAST({local} AS TIMESTAMPTZ)" : $"timezone({SqlText.Literal(zone)}, {local})";

    /// <summary>A timestamptz with fewer digits of seconds.</summary>
    public static string Round(string instant, int digits)
    {
        var unit = (long)Math.Pow(10, 6 - digits);
        return $"make_timestamptz((epoch_us({instant}) + {unit / 2}) // {unit} * {unit})";
    }
}
