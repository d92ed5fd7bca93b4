using Granary.Grains.Interfaces.Errors;
using Npgsql;

namespace Granary.Runtime.ConfigurationDatabase;

/// <summary>Says in one sentence what is wrong with the configuration database, and what to do about it.</summary>
internal static class DatabaseErrors
{
    public static GranaryException Explain(NpgsqlException error, string location) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            Setup($"the configuration database {location} refuses the login: {refused.MessageText}", "Check user and password in TIMEFUSION_CONFIG_DATABASE_URL.", error),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } missing =>
            Setup($"the configuration database {location} does not exist: {missing.MessageText}", "Create it, or correct TIMEFUSION_CONFIG_DATABASE_URL.", error),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } right =>
            Setup($"a right is missing in the configuration database {location}: {right.MessageText}", "Grant it, or let the owner of the schema granary start Granary once.", error),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
            Setup($"the configuration database {location} is read-only", "Name the primary server, not a replica.", error),
        PostgresException { IsTransient: false } other when !other.SqlState.StartsWith("57", StringComparison.Ordinal) =>
            new GranaryException(ErrorKind.Internal, $"the configuration database {location} refused a statement: {other.SqlState} {other.MessageText}", error),
        _ => Unavailable(error, location),
    };

    public static GranaryException Setup(string message, string hint, Exception? cause = null) =>
        new(ErrorKind.Invalid, message, cause) { Hint = hint };

    private static GranaryException Unavailable(NpgsqlException error, string location) =>
        new(ErrorKind.Unavailable, SqlState.CannotConnectNow, $"the configuration database {location} can't be reached: {Innermost(error).Message}", error)
        {
            Hint = "Check that PostgreSQL runs there and that the address is right.",
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;
}
