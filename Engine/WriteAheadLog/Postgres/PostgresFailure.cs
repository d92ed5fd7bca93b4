using Granary.Grains.Interfaces.Errors;
using Npgsql;

namespace Granary.Engine.WriteAheadLog.Postgres;

/// <summary>Reads PostgreSQL's errors: whether a statement was surely not carried out, and whether it is worth sending again.</summary>
internal static class PostgresFailure
{
    /// <summary>Whether this is a failure to be handled, and not a bug.</summary>
    public static bool IsExpected(Exception exception) => exception is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException;

    /// <summary>
    /// Whether the statement's transaction surely came to nothing: the server said ERROR. FATAL and PANIC end the session, and a
    /// lost connection says nothing, so that the transaction may have been committed.
    /// </summary>
    public static bool IsSurelyUndone(Exception exception) => exception is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Whether a repetition may go better: not when the schema or rights are wrong, or the disk is full.</summary>
    public static bool IsPassing(Exception exception) =>
        exception is not PostgresException error || (error.IsTransient && error.SqlState != PostgresErrorCodes.DiskFull);

    public static bool IsDiskFull(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.DiskFull };

    /// <summary>For callers of a reading statement.</summary>
    public static GranaryException ToUnavailable(string location, Exception exception) => new(ErrorKind.Unavailable, SqlState.IoError,
        $"the write-ahead log in {location} can't be read: {exception.Message}", exception)
    { RetryAfter = TimeSpan.FromSeconds(1) };
}
