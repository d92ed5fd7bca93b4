using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.DuckDb;

/// <summary>
/// Turns DuckDB's errors into what a client may see. Functions of ours and generated text raise PostgreSQL's errors by a
/// message that begins with <see cref="SqlStateMark"/>, the five characters, a colon and a space.
/// </summary>
internal static class DuckDbErrors
{
    public const string SqlStateMark = "SQLSTATE ";

    private const int SqlStateLength = 5;

    // DuckDB's sentence ends at a line's end, and ours may have a detail and a hint behind it
    private const char PartSeparator = '\u001f';
    private const char LineMark = '\u001e';

    /// <summary>The message by which an error of a function passes through DuckDB.</summary>
    public static string ToMarked(Exception error)
    {
        if (error is not GranaryException { SqlState: { } state } refusal) return error.Message;
        var rest = refusal.Hint is null && refusal.Detail is null ? "" : $"{PartSeparator}{refusal.Detail}{PartSeparator}{refusal.Hint}";
        return $"{SqlStateMark}{state}: {refusal.Message}{rest}".Replace('\n', LineMark);
    }

    public static GranaryException ToGranary(DuckDbException error)
    {
        string sentence = DuckDbErrorText.Sentence(error.Message);
        if (TryReadMarked(sentence, error, out GranaryException? marked))
            return marked;

        if (error.Type == DuckDbErrorType.Parser && IsAboutDepth(sentence))
            return new GranaryException(ErrorKind.Invalid, SqlState.StatementTooComplex, "the statement's expressions are nested too deeply", error);
        // a sentence about a file would show where it lies
        if (error.Type is DuckDbErrorType.InvalidInput && sentence.Contains(".parquet", StringComparison.Ordinal))
            return Damaged(error);

        if (error.Type is DuckDbErrorType.Conversion or DuckDbErrorType.OutOfRange or DuckDbErrorType.Decimal or DuckDbErrorType.InvalidInput
            && DuckDbNumberErrors.TryTranslate(sentence, error) is { } translated)
            return translated;

        return error.Type switch
        {
            DuckDbErrorType.Interrupt => new(ErrorKind.Cancelled, SqlState.QueryCanceled, "canceling statement due to user request", error),
            DuckDbErrorType.OutOfMemory => new(ErrorKind.Exhausted, SqlState.OutOfMemory, "the statement needs more memory than queries may use", error)
            {
                Hint = "Read fewer columns or a shorter time range, or raise the query memory limit.",
            },
            DuckDbErrorType.Conversion => new(ErrorKind.Invalid, ConversionState(sentence), sentence, error),
            DuckDbErrorType.OutOfRange or DuckDbErrorType.Decimal => new(ErrorKind.Invalid, SqlState.NumericValueOutOfRange, sentence, error),
            DuckDbErrorType.DivideByZero => new(ErrorKind.Invalid, SqlState.DivisionByZero, "division by zero", error),
            DuckDbErrorType.InvalidInput => new(ErrorKind.Invalid, InputState(sentence), sentence, error),
            DuckDbErrorType.NotImplemented => new(ErrorKind.Unsupported, SqlState.FeatureNotSupported, sentence, error),
            DuckDbErrorType.Io or DuckDbErrorType.Permission =>
                new(ErrorKind.Unavailable, SqlState.IoError, "a segment could not be read from the cache", error),
            DuckDbErrorType.DataCorruption => Damaged(error),
            _ => new(ErrorKind.Internal, SqlState.InternalError, "the query engine failed on a statement that it should have run", error),
        };
    }

    /// <summary>The parser has a limit of its own beyond the one for expressions.</summary>
    private static bool IsAboutDepth(string sentence) =>
        sentence.Contains("expression depth", StringComparison.OrdinalIgnoreCase)
        || sentence.StartsWith("memory exhausted", StringComparison.Ordinal);

    private static GranaryException Damaged(DuckDbException error) =>
        new(ErrorKind.Corrupt, SqlState.DataCorrupted, "a segment is damaged", error);

    private static bool TryReadMarked(
        string sentence, DuckDbException error, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out GranaryException? marked)
    {
        marked = null;
        if (!sentence.StartsWith(SqlStateMark, StringComparison.Ordinal) || sentence.Length < SqlStateMark.Length + SqlStateLength + 2)
            return false;

        string state = sentence.Substring(SqlStateMark.Length, SqlStateLength);
        ErrorKind kind = state == SqlState.FeatureNotSupported ? ErrorKind.Unsupported : ErrorKind.Invalid;
        string[] parts = sentence[(SqlStateMark.Length + SqlStateLength + 2)..].Replace(LineMark, '\n').Split(PartSeparator);
        marked = new GranaryException(kind, state, parts[0], error)
        {
            Detail = parts.ElementAtOrDefault(1) is { Length: > 0 } detail ? detail : null,
            Hint = parts.ElementAtOrDefault(2) is { Length: > 0 } hint ? hint : null,
        };
        return true;
    }

    private static string ConversionState(string sentence) =>
        sentence switch
        {
            _ when sentence.Contains("out of range", StringComparison.OrdinalIgnoreCase) =>
                IsAboutTime(sentence) ? SqlState.DatetimeFieldOverflow : SqlState.NumericValueOutOfRange,
            _ when sentence.Contains("Could not cast value", StringComparison.Ordinal) => SqlState.NumericValueOutOfRange,
            _ when IsAboutTime(sentence) => SqlState.InvalidDatetimeFormat,
            _ => SqlState.InvalidTextRepresentation,
        };

    private static bool IsAboutTime(string sentence) =>
        sentence.Contains("date", StringComparison.OrdinalIgnoreCase) || sentence.Contains("time", StringComparison.OrdinalIgnoreCase);

    private static string InputState(string sentence) =>
        sentence.Contains("More than one row returned by a subquery", StringComparison.Ordinal) ? SqlState.CardinalityViolation
        : sentence.Contains("regex", StringComparison.OrdinalIgnoreCase) ? SqlState.InvalidRegularExpression
        : SqlState.DataException;
}
