namespace Granary.Gateway.Postgres.Types.Times;

/// <summary>A time zone as PostgreSQL knows them: a name of the IANA database, an offset, or a POSIX rule. Immutable.</summary>
internal sealed class SessionTimeZone
{
    public static readonly SessionTimeZone Utc = new("UTC");

    private SessionTimeZone(string name) => Name = name;

    /// <summary>The name as `SHOW TimeZone` gives it.</summary>
    public string Name { get; }

    /// <summary>The zone of a name as in `SET TimeZone`, or null when there is none.</summary>
    public static SessionTimeZone? Find(string name) => name == "UTC" ? Utc : null;
}
