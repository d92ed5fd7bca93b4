namespace Granary.Grains.Interfaces.Errors;

/// <summary>The one exception of Granary: a refusal that says why. Nothing has changed when it is thrown, unless its kind is <see cref="ErrorKind.OutcomeUnknown"/>.</summary>
public sealed class GranaryException : Exception
{
    /// <summary>Makes an error whose SQLSTATE follows from its kind.</summary>
    /// <param name="kind">What the caller must do.</param>
    /// <param name="message">A sentence for a person; not API.</param>
    /// <param name="innerException">The cause, for the log.</param>
    public GranaryException(ErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>Makes an error with an exact SQLSTATE.</summary>
    /// <param name="kind">What the caller must do.</param>
    /// <param name="sqlState">Five characters, see <see cref="Errors.SqlState"/>.</param>
    /// <param name="message">A sentence for a person; PostgreSQL's own words where it has them.</param>
    /// <param name="innerException">The cause, for the log.</param>
    public GranaryException(ErrorKind kind, string sqlState, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        SqlState = sqlState;
    }

    /// <summary>Makes the error of a write of which nobody can say whether it was done.</summary>
    /// <param name="message">What was sent, and why its fate isn't known.</param>
    /// <param name="innerException">The cause, for the log.</param>
    public static GranaryException OutcomeUnknown(string message, Exception? innerException = null) =>
        new(ErrorKind.OutcomeUnknown, message, innerException) { Hint = "Read back which rows are stored before you send them again." };

    /// <summary>What the caller must do.</summary>
    public ErrorKind Kind { get; }

    /// <summary>The exact SQLSTATE, or null when the kind decides.</summary>
    public string? SqlState { get; }

    /// <summary>A further sentence with the particulars (the wire's D field).</summary>
    public string? Detail { get; init; }

    /// <summary>What to do instead (the wire's H field).</summary>
    public string? Hint { get; init; }

    /// <summary>Where it happened, such as `COPY t, line 3` (the wire's W field).</summary>
    public string? Where { get; init; }

    /// <summary>0-based offset in characters into the statement's text, or -1 (the wire's P field is one more).</summary>
    public int Position { get; init; } = -1;

    /// <summary>The column concerned (the wire's c field), or null.</summary>
    public string? ColumnName { get; init; }

    /// <summary>The table concerned (the wire's t field), or null.</summary>
    public string? TableName { get; init; }

    /// <summary>How long to wait before a retry makes sense (HTTP Retry-After), or null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
